import type { Saved } from '../../snapshot/saved';
import { EventRing } from '../event-ring';
import { loadRing, saveRing } from './ring-snapshot';
import type { GroupWindow, WindowProgress, WindowSettings } from './group-window';

/** event_count: the times of the window, in a ring. */
export class EventCountWindow implements GroupWindow {
  value = 0;
  leftAt = -Infinity;
  private readonly ring = new EventRing();

  constructor(private readonly settings: WindowSettings) {}

  get size(): number {
    return this.ring.length;
  }

  add(at: number, _rule: number, _value: string | number, ref: string, floor: number): void {
    const { ring } = this;
    const start = floor - this.settings.spanMs;
    while (ring.length > 0 && ring.at(0) < start) {
      this.leftAt = ring.at(0);
      ring.dropFirst(1);
    }
    ring.insert(at, ref);
    if (ring.length > this.settings.maxValues) {
      ring.dropFirst(1);
      this.settings.losses.values++;
    }
  }

  holds(at: number): boolean {
    this.value = this.ring.upper(at) - this.ring.lower(at - this.settings.spanMs);
    return this.settings.test(this.value);
  }

  possible(): boolean {
    return this.ring.length >= this.settings.least;
  }

  evidence(at: number, refs: string[], max: number): { firstAt: number; lastAt: number } {
    const from = this.ring.lower(at - this.settings.spanMs);
    const to = this.ring.upper(at);
    for (let i = Math.max(from, to - max); i < to; i++) refs.push(this.ring.ref(i));
    return { firstAt: this.ring.at(from), lastAt: this.ring.at(to - 1) };
  }

  progress(at: number): WindowProgress {
    this.holds(at);
    // A trim goes by the watermark: events may have left this window and not yet the ring.
    const from = this.ring.lower(at - this.settings.spanMs);
    if (from > 0) this.leftAt = this.ring.at(from - 1);
    return { met: [] };
  }

  save(): Saved {
    return saveRing(this.ring);
  }

  load(saved: unknown): void {
    loadRing(this.ring, saved);
  }
}
