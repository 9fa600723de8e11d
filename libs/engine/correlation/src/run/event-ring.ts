/** So many forgotten events are worth moving the rest for. */
const worthMoving = 32;

/**
 * Events of one group in the order of their time; equal times in the order they came. Columns instead of objects, and
 * a moving head instead of `shift`: a group that sees an event a millisecond must not allocate for each.
 */
export class EventRing<P = undefined> {
  private head = 0;
  private readonly ats: number[] = [];
  private readonly refs: string[] = [];
  /** Only where some event has one. */
  private payloads: (P | undefined)[] | null = null;

  get length(): number {
    return this.ats.length - this.head;
  }

  at(index: number): number {
    return this.ats[this.head + index] ?? NaN;
  }

  ref(index: number): string {
    return this.refs[this.head + index] ?? '';
  }

  payload(index: number): P | undefined {
    return this.payloads?.[this.head + index];
  }

  setPayload(index: number, payload: P | undefined): void {
    this.payloads ??= this.ats.map(() => undefined);
    this.payloads[this.head + index] = payload;
  }

  /** Behind all of its time. Costs the number of later events, which is nothing in an ordered stream. */
  insert(at: number, ref: string, payload?: P): void {
    const { ats } = this;
    if (payload !== undefined) this.payloads ??= ats.map(() => undefined);
    const last = ats.length - 1;
    if (last < this.head || (ats[last] ?? 0) <= at) {
      ats.push(at);
      this.refs.push(ref);
      this.payloads?.push(payload);
      return;
    }
    const slot = this.head + this.upper(at);
    ats.splice(slot, 0, at);
    this.refs.splice(slot, 0, ref);
    this.payloads?.splice(slot, 0, payload);
  }

  dropFirst(count: number): void {
    this.head += count;
    if (this.head === this.ats.length) {
      this.head = 0;
      this.ats.length = 0;
      this.refs.length = 0;
      if (this.payloads) this.payloads.length = 0;
      return;
    }
    if (this.head < worthMoving || this.head * 2 < this.ats.length) return;
    this.ats.splice(0, this.head);
    this.refs.splice(0, this.head);
    this.payloads?.splice(0, this.head);
    this.head = 0;
  }

  /** Forgets all before `at`; answers how many. */
  dropBefore(at: number): number {
    let count = 0;
    while (count < this.length && this.at(count) < at) count++;
    if (count > 0) this.dropFirst(count);
    return count;
  }

  removeRange(from: number, to: number): void {
    if (from === 0) {
      this.dropFirst(to);
      return;
    }
    this.ats.splice(this.head + from, to - from);
    this.refs.splice(this.head + from, to - from);
    this.payloads?.splice(this.head + from, to - from);
  }

  /** The first event not before `at`. */
  lower(at: number): number {
    const { ats, head } = this;
    if (ats.length === head || (ats[head] ?? 0) >= at) return 0;
    let low = head;
    let high = ats.length;
    if ((ats[high - 1] ?? 0) < at) return high - head;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ats[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low - head;
  }

  /** The first event after `at`. */
  upper(at: number): number {
    const { ats, head } = this;
    let low = head;
    let high = ats.length;
    if (low === high || (ats[high - 1] ?? 0) <= at) return high - head;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ats[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - head;
  }
}
