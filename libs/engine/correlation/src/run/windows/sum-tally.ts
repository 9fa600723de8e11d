import type { NumberTally } from './number-window';

/**
 * A running sum with Neumaier's compensation. Taking values out again leaves traces of rounding, so the sum is built
 * anew from `values` each time as many have left as stay, and after an overflow: amortised constant, and exact for integers.
 */
export class SumTally implements NumberTally {
  protected count = 0;
  private sum = 0;
  private lost = 0;
  private removed = 0;
  private readonly values: number[] = [];
  private head = 0;

  private take(value: number): void {
    const next = this.sum + value;
    this.lost += Math.abs(this.sum) >= Math.abs(value) ? this.sum - next + value : value - next + this.sum;
    this.sum = next;
  }

  add(value: number): void {
    this.count++;
    this.values.push(value);
    this.take(value);
  }

  /** Always the oldest: windows slide. */
  remove(value: number): void {
    this.count--;
    this.head++;
    this.removed++;
    this.take(-value);
    if (this.removed > this.count || !Number.isFinite(this.sum + this.lost)) this.rebuild();
  }

  private rebuild(): void {
    this.values.splice(0, this.head);
    this.head = 0;
    this.removed = 0;
    this.sum = 0;
    this.lost = 0;
    for (const value of this.values) this.take(value);
  }

  protected total(): number {
    const total = this.sum + this.lost;
    return Number.isFinite(total) ? total : this.sum;
  }

  measure(): number {
    return this.count === 0 ? NaN : this.total();
  }
}

export class AverageTally extends SumTally {
  override measure(): number {
    return this.count === 0 ? NaN : this.total() / this.count;
  }
}
