/** What is due at a time of the stream. Of two at the same time the one of the lower level comes first, then the lesser key: so that a restored correlator answers in the same order. */
export interface Timer {
  readonly at: number;
  readonly level: number;
  readonly key: string;
  fire(at: number): void;
}

function before(a: Timer, b: Timer): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.level === b.level ? a.key < b.key : a.level < b.level;
}

/** A binary heap. A timer that lost its reason is not searched for: it fires and finds nothing to do. */
export class Timers {
  private readonly heap: Timer[] = [];

  /** When the earliest is due; infinity when none is. */
  get nextAt(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  get length(): number {
    return this.heap.length;
  }

  set(timer: Timer): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      const above = heap[parent];
      if (!above || !before(timer, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = timer;
  }

  take(): Timer | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || !last) return first;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      const left = heap[child];
      if (!left) break;
      const right = heap[child + 1];
      if (right && before(right, left)) child++;
      const least = heap[child] ?? left;
      if (!before(least, last)) break;
      heap[index] = least;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}
