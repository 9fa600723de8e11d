import type { Saved } from '../../snapshot/saved';
import { savedMap, savedNumber } from '../../snapshot/saved';
import { EventRing } from '../event-ring';
import type { GroupWindow, WindowProgress, WindowSettings } from './group-window';
import { loadRing, saveRing } from './ring-snapshot';

/** A number over the values of a window that takes them in and out one at a time. */
export interface NumberTally {
  add(value: number): void;
  remove(value: number): void;
  /** NaN over nothing. */
  measure(): number;
}

/** value_sum, value_avg, value_percentile, value_median: verdicts come in the order of time, so each event goes in once and out once. */
export class NumberWindow implements GroupWindow {
  value = 0;
  leftAt = -Infinity;
  private readonly ring = new EventRing<number>();
  /** How many of the ring are inside the window that was last asked about; the rest came after it. */
  private inside = 0;
  private tally: NumberTally;

  constructor(
    private readonly settings: WindowSettings,
    private readonly newTally: () => NumberTally,
  ) {
    this.tally = newTally();
  }

  get size(): number {
    return this.ring.length;
  }

  add(at: number, _rule: number, value: string | number, ref: string, floor: number): void {
    this.slide(floor - this.settings.spanMs);
    this.ring.insert(at, ref, Number(value));
    if (this.ring.length > this.settings.maxValues) {
      this.dropFirst();
      this.settings.losses.values++;
    }
  }

  private dropFirst(): void {
    const value = this.ring.payload(0) ?? 0;
    this.leftAt = this.ring.at(0);
    this.ring.dropFirst(1);
    if (this.inside === 0) return;
    this.inside--;
    this.tally.remove(value);
  }

  private slide(from: number): void {
    while (this.inside > 0 && this.ring.at(0) < from) this.dropFirst();
  }

  holds(at: number): boolean {
    while (this.inside < this.ring.length && this.ring.at(this.inside) <= at) this.tally.add(this.ring.payload(this.inside++) ?? 0);
    this.slide(at - this.settings.spanMs);
    this.value = this.tally.measure();
    return this.settings.test(this.value);
  }

  possible(): boolean {
    return true;
  }

  evidence(at: number, refs: string[], max: number): { firstAt: number; lastAt: number } {
    for (let i = Math.max(0, this.inside - max); i < this.inside; i++) refs.push(this.ring.ref(i));
    return { firstAt: this.inside > 0 ? this.ring.at(0) : at, lastAt: this.inside > 0 ? this.ring.at(this.inside - 1) : at };
  }

  progress(at: number): WindowProgress {
    const tally = this.newTally();
    for (let i = this.ring.lower(at - this.settings.spanMs); i < this.ring.upper(at); i++) tally.add(this.ring.payload(i) ?? 0);
    this.value = tally.measure();
    return { met: [] };
  }

  save(): Saved {
    return { inside: this.inside, events: saveRing(this.ring) };
  }

  load(saved: unknown): void {
    const { inside, events } = savedMap(saved, 'numbers');
    loadRing(this.ring, events, (value) => savedNumber(value, 'number'));
    this.tally = this.newTally();
    this.inside = 0;
    while (this.inside < Math.min(savedNumber(inside, 'count'), this.ring.length)) this.tally.add(this.ring.payload(this.inside++) ?? 0);
  }
}
