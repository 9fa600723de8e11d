import type { NumberTally } from './number-window';

/** The values in order, so that a percentile is two look-ups. */
export class PercentileTally implements NumberTally {
  private values = new Float64Array(8);
  private count = 0;

  constructor(private readonly percentile: number) {}

  /** Place of the first value not below `value`. */
  private place(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.values[middle] ?? Infinity) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(value: number): void {
    if (this.count === this.values.length) {
      const wider = new Float64Array(this.count * 2);
      wider.set(this.values);
      this.values = wider;
    }
    const at = this.place(value);
    this.values.copyWithin(at + 1, at, this.count);
    this.values[at] = value;
    this.count++;
  }

  remove(value: number): void {
    const at = this.place(value);
    this.values.copyWithin(at, at + 1, this.count);
    this.count--;
  }

  /** Between two values on a straight line, at rank (n - 1) p / 100. */
  measure(): number {
    return this.count === 0 ? NaN : percentileOf(this.values, this.count, this.percentile);
  }
}

/** @param sorted ascending; its first `count` are meant, at least one */
export function percentileOf(sorted: ArrayLike<number>, count: number, percentile: number): number {
  const rank = ((count - 1) * percentile) / 100;
  const below = Math.floor(rank);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.min(below + 1, count - 1)] ?? NaN;
  return low === high ? low : low + (high - low) * (rank - below);
}
