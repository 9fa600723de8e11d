/** One distinct value and when it was last seen. */
interface ValueNode {
  readonly value: string;
  at: number;
  ref: string;
  before: ValueNode | null;
  after: ValueNode | null;
}

const worthMap = 12;

/**
 * Distinct values, each with its newest event, in the order of those events: a new event moves its value to the end
 * and old ones fall off the front, so the count of a sliding window is kept and never recounted.
 */
export class DistinctValues {
  /** The newest time that was forgotten. */
  leftAt = -Infinity;
  size = 0;
  /** Only from `worthMap` values on: most groups have few, and walking those is cheaper than a map. */
  private nodes: Map<string, ValueNode> | null = null;
  private first: ValueNode | null = null;
  private last: ValueNode | null = null;

  touch(value: string, at: number, ref: string): void {
    let node = this.find(value);
    if (node === null) {
      node = { value, at, ref, before: null, after: null };
      this.size++;
      if (this.nodes) this.nodes.set(value, node);
    } else {
      // A late event does not make its value any newer.
      if (at < node.at) return;
      node.at = at;
      node.ref = ref;
      if (node === this.last) return;
      this.unlink(node);
    }
    let before = this.last;
    while (before !== null && before.at > at) before = before.before;
    this.link(node, before);
  }

  private find(value: string): ValueNode | null {
    if (this.nodes) return this.nodes.get(value) ?? null;
    for (let node = this.last; node !== null; node = node.before) if (node.value === value) return node;
    if (this.size >= worthMap) {
      this.nodes = new Map();
      for (let node = this.first; node !== null; node = node.after) this.nodes.set(node.value, node);
    }
    return null;
  }

  private unlink(node: ValueNode): void {
    if (node.before) node.before.after = node.after;
    else this.first = node.after;
    if (node.after) node.after.before = node.before;
    else this.last = node.before;
  }

  private link(node: ValueNode, before: ValueNode | null): void {
    const after = before === null ? this.first : before.after;
    node.before = before;
    node.after = after;
    if (before) before.after = node;
    else this.first = node;
    if (after) after.before = node;
    else this.last = node;
  }

  /** Forgets values last seen before `at`. */
  expire(at: number): void {
    while (this.first !== null && this.first.at < at) this.dropFirst();
  }

  dropFirst(): void {
    const node = this.first;
    if (node === null) return;
    this.leftAt = node.at;
    this.size--;
    this.nodes?.delete(node.value);
    this.unlink(node);
  }

  /** When the value longest unseen was seen; NaN for none. */
  get firstAt(): number {
    return this.first?.at ?? NaN;
  }

  /** Refs of the newest values, in the order of time. */
  refs(max: number): string[] {
    const out: string[] = [];
    for (let node = this.last; node !== null && out.length < max; node = node.before) out.push(node.ref);
    return out.reverse();
  }

  /** From the one longest unseen to the newest. */
  each(visit: (value: string, at: number, ref: string) => void): void {
    for (let node = this.first; node !== null; node = node.after) visit(node.value, node.at, node.ref);
  }
}
