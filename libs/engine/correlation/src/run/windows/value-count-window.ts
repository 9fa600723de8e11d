import type { Saved } from '../../snapshot/saved';
import { savedList, savedMap, savedNumber, savedText } from '../../snapshot/saved';
import { EventRing } from '../event-ring';
import { DistinctValues } from './distinct-values';
import type { GroupWindow, WindowProgress, WindowSettings } from './group-window';
import { loadRing, saveRing } from './ring-snapshot';

export interface ValueCountSettings extends WindowSettings {
  /** Answer for the newest event at once; false where verdicts wait for the watermark. */
  readonly live: boolean;
  /** Late events may come, or verdicts lag: keep what is needed to answer for the past. */
  readonly history: boolean;
}

/**
 * value_count. `live` answers for the group's newest event. `settled` (up to the floor) and `pending` (after it)
 * together hold the past that can still be asked about; a question about it replays `pending` once per late event.
 */
export class ValueCountWindow implements GroupWindow {
  value = 0;
  private newestAt = -Infinity;
  private floor = -Infinity;
  private readonly live = new DistinctValues();
  private readonly settled = new DistinctValues();
  private readonly pending = new EventRing<string>();
  private replay: { readonly values: DistinctValues; fed: number; at: number } | null = null;
  private shown: DistinctValues = this.live;

  constructor(private readonly settings: ValueCountSettings) {}

  get size(): number {
    return this.live.size + this.settled.size + this.pending.length;
  }

  get leftAt(): number {
    return Math.max(this.live.leftAt, this.settled.leftAt);
  }

  add(at: number, _rule: number, value: string | number, ref: string, floor: number): void {
    const { live, history, spanMs, maxValues, losses } = this.settings;
    const text = String(value);
    this.replay = null;
    if (at > this.newestAt) this.newestAt = at;
    if (live) {
      this.live.touch(text, at, ref);
      this.live.expire(this.newestAt - spanMs);
      if (this.live.size > maxValues) {
        this.live.dropFirst();
        losses.values++;
      }
    }
    if (!history) return;
    this.floor = floor;
    this.pending.insert(at, ref, text);
    // Not for each event: most are never asked about again.
    if (this.pending.length > 64 + 2 * this.live.size) this.settle();
    if (this.pending.length > maxValues) {
      // Its verdict is lost, its value is not.
      this.settled.touch(this.pending.payload(0) ?? '', this.pending.at(0), this.pending.ref(0));
      this.pending.dropFirst(1);
      losses.values++;
    }
    if (this.settled.size > maxValues) {
      this.settled.dropFirst();
      if (!live) losses.values++;
    }
  }

  private settle(): void {
    const { pending, floor } = this;
    pending.dropBefore(floor - this.settings.spanMs);
    let count = 0;
    while (count < pending.length && pending.at(count) < floor) {
      this.settled.touch(pending.payload(count) ?? '', pending.at(count), pending.ref(count));
      count++;
    }
    if (count > 0) pending.dropFirst(count);
    this.settled.expire(floor - this.settings.spanMs);
  }

  holds(at: number): boolean {
    this.shown = this.valuesAt(at);
    this.value = this.shown.size;
    return this.settings.test(this.value);
  }

  possible(): boolean {
    return this.live.size >= this.settings.least || this.settled.size + this.pending.length >= this.settings.least;
  }

  private valuesAt(at: number): DistinctValues {
    const { live, spanMs } = this.settings;
    if (live && at >= this.newestAt) {
      this.live.expire(at - spanMs);
      return this.live;
    }
    const { settled, pending } = this;
    if (!live) {
      // Verdicts are asked for in the order of time, so what was asked about is settled.
      const count = pending.upper(at);
      for (let i = 0; i < count; i++) settled.touch(pending.payload(i) ?? '', pending.at(i), pending.ref(i));
      pending.dropFirst(count);
      settled.expire(at - spanMs);
      return settled;
    }
    let { replay } = this;
    if (replay === null) this.settle();
    if (replay === null || replay.at > at) {
      const values = new DistinctValues();
      settled.each((value, seen, ref) => values.touch(value, seen, ref));
      replay = this.replay = { values, fed: 0, at };
    }
    for (; replay.fed < pending.length && pending.at(replay.fed) <= at; replay.fed++) replay.values.touch(pending.payload(replay.fed) ?? '', pending.at(replay.fed), pending.ref(replay.fed));
    replay.values.expire(at - spanMs);
    replay.at = at;
    return replay.values;
  }

  evidence(at: number, refs: string[], max: number): { firstAt: number; lastAt: number } {
    refs.push(...this.shown.refs(max));
    return { firstAt: this.shown.firstAt, lastAt: at };
  }

  progress(at: number): WindowProgress {
    if (this.settings.live) {
      this.holds(Math.max(at, this.newestAt));
      return { met: [] };
    }
    const seen = new Map<string, number>();
    const note = (value: string, when: number): void => {
      if (when <= at && when >= at - this.settings.spanMs) seen.set(value, when);
    };
    this.settled.each(note);
    for (let i = 0; i < this.pending.length; i++) note(this.pending.payload(i) ?? '', this.pending.at(i));
    this.value = seen.size;
    return { met: [] };
  }

  save(): Saved {
    const list = (values: DistinctValues): Saved => {
      const out: Saved[] = [];
      values.each((value, at, ref) => out.push([at, ref, value]));
      return out;
    };
    return { newest: Number.isFinite(this.newestAt) ? this.newestAt : 0, live: list(this.live), settled: list(this.settled), pending: saveRing(this.pending) };
  }

  load(saved: unknown): void {
    const { newest, live, settled, pending } = savedMap(saved, 'distinct values');
    this.newestAt = savedNumber(newest, 'newest time');
    for (const [values, list] of [[this.live, live], [this.settled, settled]] as const) {
      for (const item of savedList(list, 'distinct values')) {
        const [at, ref, value] = savedList(item, 'distinct value');
        values.touch(savedText(value, 'value'), savedNumber(at, 'time'), savedText(ref, 'ref'));
      }
    }
    loadRing(this.pending, pending, (value) => savedText(value, 'value'));
    // Saved while no late events were allowed: what is known is all there is to the past.
    if (this.settings.history && this.settled.size + this.pending.length === 0) this.live.each((value, at, ref) => this.settled.touch(value, at, ref));
  }
}
