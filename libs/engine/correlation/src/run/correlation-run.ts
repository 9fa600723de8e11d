import type { Fields } from '@vedette/sigma';
import { fieldValue } from '@vedette/sigma';
import type { CorrelationMatch } from './correlation-match';
import type { CorrelationPlan } from './correlation-plan';
import type { CorrelatorLimits, CorrelatorLosses } from './correlator-limits';
import type { Candidate, Carried } from './group';
import { Group, Groups, rawBit } from './group';
import { keyOf, numberValue, projectFields, textValue } from './group-key';
import type { Timer } from './timers';

/** What a correlation's run is given by the correlator it is part of. */
export interface RunSurroundings {
  readonly limits: CorrelatorLimits;
  readonly losses: CorrelatorLosses;
  /** Nothing earlier can still come. */
  floor(): number;
  setTimer(timer: Timer): void;
  /** @param fields what correlations chained on this one see of the match */
  matched(match: CorrelationMatch, fields: Fields): void;
}

/** One correlation's groups and the verdicts about their events. */
export class CorrelationRun {
  readonly groups = new Groups();
  /** Events and values held, over all groups. */
  entries = 0;
  private readonly spanMs: number;

  constructor(
    readonly plan: CorrelationPlan,
    /** Above that of every correlation it refers to. */
    readonly level: number,
    /** Fields that chained correlations need and `groupBy` does not hold. */
    readonly carries: readonly string[],
    private readonly around: RunSurroundings,
  ) {
    this.spanMs = plan.rule.timespanMs;
  }

  /**
   * @param place of the rule that was hit
   * @param raw false for a match of another correlation, which is an event of its own
   */
  take(place: number, at: number, fields: Fields, ref: string, raw: boolean): void {
    const { plan } = this;
    const key = keyOf(fields, plan.groupFields[place] ?? []);
    if (key === undefined) return;
    const value = plan.measures === 'nothing' ? '' : this.valueOf(fields, place);
    if (value === undefined) return;
    const floor = this.around.floor();
    this.forget(floor);
    const group = this.groups.get(key) ?? this.newGroup(key, fields, place);
    const again = plan.merges && raw && group.lastRef === ref && group.lastAt === at;
    if (again && !plan.masked && (plan.measures !== 'nothing' || plan.rule.type === 'event_count')) return;
    if (raw && !again) {
      group.lastRef = ref;
      group.lastAt = at;
      group.lastEntered = false;
    }
    if (at >= group.newestAt) {
      group.newestAt = at;
      this.groups.touch(group);
    }
    group.joinSole(floor);
    group.window.add(at, place, value, ref, floor);
    if (plan.candidates[place]) this.await(group, plan.masked ? (1 << place) | (raw ? rawBit : 0) : 0, at, fields, ref, raw, again);
    if (plan.verdict === 'eager' && group.sole === undefined) this.ask(group, at, floor);
    this.recount(group);
    this.makeRoom(group);
  }

  private valueOf(fields: Fields, place: number): string | number | undefined {
    const names = this.plan.valueFields[place] ?? [];
    if (this.plan.measures === 'text') return keyOf(fields, names);
    const value = numberValue(fieldValue(fields, names[0] ?? ''));
    if (value === undefined) this.around.losses.unmeasured++;
    return value;
  }

  private newGroup(key: string, fields: Fields, place: number): Group {
    const names = this.plan.groupFields[place] ?? [];
    const group = new Group(key, names.map((name) => textValue(fieldValue(fields, name)) ?? ''), this.plan.newWindow());
    this.groups.add(group);
    return group;
  }

  /** Groups whose newest event is out of every window that can still be asked about. */
  forget(floor: number): void {
    let group = this.groups.first;
    while (group !== null && group.newestAt < floor - this.spanMs) {
      this.drop(group);
      group = this.groups.first;
    }
  }

  private drop(group: Group): void {
    this.groups.remove(group);
    this.entries -= group.counted;
    group.dueAt = Infinity;
  }

  private recount(group: Group): void {
    const size = group.window.size + group.candidates.length;
    this.entries += size - group.counted;
    group.counted = size;
  }

  private makeRoom(kept: Group): void {
    const { limits, losses } = this.around;
    while (this.groups.size > limits.groups || (this.entries > limits.entries && this.groups.size > 1)) {
      const oldest = this.groups.first === kept ? kept.after : this.groups.first;
      if (!oldest) return;
      this.drop(oldest);
      losses.groups++;
    }
  }

  /** Puts the event among those without a verdict. */
  private await(group: Group, mask: number, at: number, fields: Fields, ref: string, raw: boolean, again: boolean): void {
    const { candidates } = group;
    if (again && group.lastEntered) {
      if (mask !== 0) this.widen(group, mask, at, ref);
      return;
    }
    if (raw) group.lastEntered = true;
    const candidate = this.candidate(fields, mask);
    if (this.plan.verdict === 'eager' && candidates.length === 0 && at === group.newestAt) {
      if (group.window.holds(at, mask)) {
        this.emit(group, at, at, [{ ref, carried: candidate?.carried }]);
        return;
      }
      group.sole = candidate ?? null;
      group.soleAt = at;
      group.soleRef = ref;
      return;
    }
    candidates.insert(at, ref, candidate);
    if (candidates.length > this.around.limits.values) {
      candidates.dropFirst(1);
      this.around.losses.values++;
    }
    if (this.plan.verdict !== 'eager') this.arm(group);
  }

  /** Another rule that an event already waiting has hit. */
  private widen({ candidates }: Group, mask: number, at: number, ref: string): void {
    for (let i = candidates.upper(at) - 1; i >= 0 && candidates.at(i) === at; i--) {
      const known = candidates.payload(i);
      if (!known || candidates.ref(i) !== ref || (known.mask & rawBit) === 0) continue;
      candidates.setPayload(i, { ...known, mask: known.mask | mask });
      return;
    }
  }

  private candidate(fields: Fields, mask: number): Candidate | undefined {
    if (this.carries.length === 0) return mask === 0 ? undefined : { mask };
    return { mask, carried: projectFields(fields, this.carries) };
  }

  /** The windows that an event at `at` falls into are asked again. */
  private ask(group: Group, at: number, floor: number): void {
    const { candidates, window } = group;
    candidates.dropBefore(floor);
    if (!window.possible()) return;
    for (let from = candidates.lower(at); from < candidates.length && candidates.at(from) <= at + this.spanMs; ) {
      const time = candidates.at(from);
      const to = this.plan.masked ? from + 1 : candidates.upper(time);
      if (!window.holds(time, candidates.payload(from)?.mask ?? 0)) {
        from = to;
        continue;
      }
      this.matchRange(group, from, to, time, time);
    }
  }

  /** The verdicts that are due at `at`: of events at that time, or whose window ends then. */
  private decide(group: Group, due: number): void {
    if (group.dueAt !== due) return;
    group.dueAt = Infinity;
    const { candidates, window } = group;
    while (candidates.length > 0 && this.dueOf(candidates.at(0)) <= due) {
      const time = candidates.at(0);
      const to = this.plan.masked ? 1 : candidates.upper(time);
      if (window.holds(time, candidates.payload(0)?.mask ?? 0)) this.matchRange(group, 0, to, time, due);
      else candidates.dropFirst(to);
    }
    this.recount(group);
    this.arm(group);
  }

  private dueOf(at: number): number {
    return this.plan.verdict === 'absence' ? at + this.spanMs : at;
  }

  arm(group: Group): void {
    const due = group.candidates.length === 0 ? Infinity : this.dueOf(group.candidates.at(0));
    if (due >= group.dueAt) return;
    group.dueAt = due;
    this.around.setTimer({ at: due, level: this.level, key: group.key, fire: (at) => this.decide(group, at) });
  }

  private matchRange(group: Group, from: number, to: number, asked: number, at: number): void {
    const events: { ref: string; carried: Carried | undefined }[] = [];
    for (let i = from; i < to; i++) events.push({ ref: group.candidates.ref(i), carried: group.candidates.payload(i)?.carried });
    group.candidates.removeRange(from, to);
    this.emit(group, asked, at, events);
  }

  /** @param asked the time the window was last asked about */
  private emit(group: Group, asked: number, at: number, events: readonly { readonly ref: string; readonly carried: Carried | undefined }[]): void {
    const refs: string[] = [];
    const { firstAt, lastAt } = group.window.evidence(asked, refs, this.around.limits.refs);
    const { value } = group.window;
    const record = Object.fromEntries(this.plan.rule.groupBy.map((name, index) => [name, group.values[index] ?? '']));
    for (const { ref, carried } of events) {
      const opens = Math.abs(at - group.matchedAt) > this.spanMs;
      group.matchedAt = Math.max(group.matchedAt, at);
      group.matches++;
      const fields = carried ? { ...carried, ...record } : record;
      this.around.matched({ ruleId: this.plan.rule.id, at, group: record, firstAt, lastAt, value, refs, ref, opens }, fields);
    }
  }

  /** For restoring: groups in the order they were listed. */
  adopt(group: Group): void {
    this.groups.add(group);
    this.recount(group);
    if (this.plan.verdict !== 'eager') this.arm(group);
  }
}
