import type { ConditionTerm } from '../../parse/correlation-rule';
import type { Saved } from '../../snapshot/saved';
import { savedList, savedNumber } from '../../snapshot/saved';
import { EventRing } from '../event-ring';
import type { GroupWindow, WindowProgress, WindowSettings } from './group-window';
import { loadRing, saveRing } from './ring-snapshot';

/**
 * Extended forms with `not`: the window opens with an event and is judged when it has closed. Here `at` is the time of
 * the event that opened it, and the window is [at, at + timespan], both ends in.
 */
export class AbsenceWindow implements GroupWindow {
  value = 0;
  readonly leftAt = -Infinity;
  size = 0;
  private readonly rings: (EventRing | undefined)[] = [];

  constructor(
    private readonly settings: WindowSettings,
    private readonly terms: readonly ConditionTerm[],
    private readonly ordered: boolean,
  ) {}

  add(at: number, rule: number, _value: string | number, ref: string, floor: number): void {
    const ring = (this.rings[rule] ??= new EventRing());
    this.size += 1 - ring.dropBefore(floor - this.settings.spanMs);
    ring.insert(at, ref);
    if (ring.length > this.settings.maxValues) {
      ring.dropFirst(1);
      this.size--;
      this.settings.losses.values++;
    }
  }

  /** When the rule first occurs in [from, to]; infinity when it does not. */
  private firstIn(rule: number, from: number, to: number): number {
    const ring = this.rings[rule];
    if (ring === undefined) return Infinity;
    const index = ring.lower(from);
    return index < ring.length && ring.at(index) <= to ? ring.at(index) : Infinity;
  }

  private meets(term: ConditionTerm, at: number, mask: number): boolean {
    const end = at + this.settings.spanMs;
    if (term.absent.some((rule) => this.firstIn(rule, at, end) !== Infinity)) return false;
    if (!this.ordered) return term.present.every((rule) => this.firstIn(rule, at, end) !== Infinity);
    // The sequence begins with the event that opened the window; taking each next step as early as can be misses none.
    const [first, ...rest] = term.present;
    if (first === undefined || (mask & (1 << first)) === 0) return false;
    let reached = at;
    for (const rule of rest) {
      reached = this.firstIn(rule, reached, end);
      if (reached === Infinity) return false;
    }
    return true;
  }

  private present(at: number): number[] {
    return [...this.rings.keys()].filter((rule) => this.firstIn(rule, at, at + this.settings.spanMs) !== Infinity);
  }

  holds(at: number, mask: number): boolean {
    if (!this.terms.some((term) => this.meets(term, at, mask))) return false;
    this.value = this.present(at).length;
    return true;
  }

  possible(): boolean {
    return true;
  }

  evidence(at: number, refs: string[], max: number): { firstAt: number; lastAt: number } {
    const found: { at: number; ref: string }[] = [];
    for (const rule of this.present(at)) {
      const ring = this.rings[rule];
      if (!ring) continue;
      const index = ring.lower(at);
      found.push({ at: ring.at(index), ref: ring.ref(index) });
    }
    found.sort((a, b) => a.at - b.at);
    for (const { ref } of found.slice(-max)) if (!refs.includes(ref)) refs.push(ref);
    return { firstAt: at, lastAt: found.at(-1)?.at ?? at };
  }

  progress(at: number): WindowProgress {
    const met = this.present(at);
    this.value = met.length;
    return { met, startAt: at };
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
