import type { ConditionTerm } from '../../parse/correlation-rule';
import type { Saved } from '../../snapshot/saved';
import { savedList, savedNumber } from '../../snapshot/saved';
import { EventRing } from '../event-ring';
import type { GroupWindow, WindowProgress, WindowSettings } from './group-window';
import { loadRing, saveRing } from './ring-snapshot';

/** temporal and temporal_extended without absence: per rule the newest event, and those that may still be asked about. */
export class PresenceWindow implements GroupWindow {
  value = 0;
  leftAt = -Infinity;
  size = 0;
  private readonly rings: (EventRing | undefined)[] = [];

  constructor(
    private readonly settings: WindowSettings,
    /** Absent: the number of different rules is asked. */
    private readonly terms: readonly ConditionTerm[] | undefined,
  ) {}

  add(at: number, rule: number, _value: string | number, ref: string, floor: number): void {
    const ring = (this.rings[rule] ??= new EventRing());
    ring.insert(at, ref);
    let gone = 0;
    while (ring.length > gone + 1 && ring.at(gone + 1) <= floor) gone++;
    if (gone > 0) ring.dropFirst(gone);
    this.size += 1 - gone;
    if (ring.length > this.settings.maxValues) {
      ring.dropFirst(1);
      this.size--;
      this.settings.losses.values++;
    }
  }

  /** The place of the rule's newest event of the window, or -1. */
  private newest(rule: number, at: number): number {
    const ring = this.rings[rule];
    if (ring === undefined) return -1;
    const index = ring.upper(at) - 1;
    if (index < 0) return -1;
    if (ring.at(index) >= at - this.settings.spanMs) return index;
    if (ring.at(index) > this.leftAt) this.leftAt = ring.at(index);
    return -1;
  }

  holds(at: number): boolean {
    let present = 0;
    for (let rule = 0; rule < this.rings.length; rule++) if (this.newest(rule, at) >= 0) present++;
    this.value = present;
    if (this.terms === undefined) return this.settings.test(present);
    return this.terms.some((term) => term.present.every((rule) => this.newest(rule, at) >= 0));
  }

  possible(): boolean {
    const known = (rule: number): boolean => this.rings[rule] !== undefined;
    if (this.terms) return this.terms.some(({ present }) => present.every(known));
    return this.rings.reduce((count) => count + 1, 0) >= this.settings.least;
  }

  evidence(at: number, refs: string[], max: number): { firstAt: number; lastAt: number } {
    const found: { at: number; ref: string }[] = [];
    for (let rule = 0; rule < this.rings.length; rule++) {
      const ring = this.rings[rule];
      const index = this.newest(rule, at);
      if (ring && index >= 0) found.push({ at: ring.at(index), ref: ring.ref(index) });
    }
    found.sort((a, b) => a.at - b.at);
    for (const { ref } of found.slice(-max)) if (!refs.includes(ref)) refs.push(ref);
    return { firstAt: found[0]?.at ?? at, lastAt: at };
  }

  progress(at: number): WindowProgress {
    this.leftAt = -Infinity;
    this.holds(at);
    return { met: [...this.rings.keys()].filter((rule) => this.newest(rule, at) >= 0) };
  }

  save(): Saved {
    return this.rings.flatMap((ring, rule) => (ring ? [[rule, saveRing(ring)]] : []));
  }

  load(saved: unknown): void {
    for (const item of savedList(saved, 'rules of a window')) {
      const [rule, events] = savedList(item, 'rule of a window');
      const ring = (this.rings[savedNumber(rule, 'rule')] = new EventRing());
      loadRing(ring, events);
      this.size += ring.length;
    }
  }
}
