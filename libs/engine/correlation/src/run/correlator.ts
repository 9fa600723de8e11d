import type { Fields } from '@vedette/sigma';
import type { CorrelationRule } from '../parse/correlation-rule';
import type { GroupExplanation } from '../explain/explain-group';
import { explainGroup } from '../explain/explain-group';
import type { CorrelatorSnapshot } from '../snapshot/correlator-snapshot';
import { loadHeld, loadRun, readSnapshot, saveRun } from '../snapshot/correlator-snapshot';
import { savedTime } from '../snapshot/saved';
import type { CorrelationMatch, RuleHit } from './correlation-match';
import { planCorrelation } from './correlation-plan';
import { CorrelationRun } from './correlation-run';
import type { CorrelatorLimits, CorrelatorLosses, CorrelatorOptions } from './correlator-limits';
import { defaultLimits, noLosses } from './correlator-limits';
import { neededFields, runOrder } from './chaining';
import { projectFields } from './group-key';
import { HeldHits } from './held-hits';
import { Timers } from './timers';

interface Subscription {
  readonly run: CorrelationRun;
  readonly place: number;
}

const nothing: readonly CorrelationMatch[] = [];
const dayMs = 86_400_000;
/** Year 2200: a later time is no time of an event. */
const lastPlausible = 7_258_118_400_000;
const explainedGroups = 20;

/**
 * Runs correlations over a stream of rule hits in event time: exact sliding windows [t - timespan, t], both ends in.
 * Pure: time passes only by `push` and `advance`.
 */
export class Correlator {
  private readonly runs: CorrelationRun[];
  private readonly subscriptions = new Map<string, Subscription[]>();
  private readonly timers = new Timers();
  private readonly held = new HeldHits();
  private readonly lost: CorrelatorLosses = noLosses();
  private readonly latenessMs: number;
  private readonly aheadMs: number;
  private newest = -Infinity;
  private watermark = -Infinity;
  /** While timers fire, the time they fire for; else the watermark. */
  private floor = -Infinity;
  private clocked = false;
  private out: CorrelationMatch[] | null = null;

  constructor(correlations: readonly CorrelationRule[], options: CorrelatorOptions = {}) {
    this.latenessMs = Math.max(0, options.latenessMs ?? 0);
    this.aheadMs = Math.max(0, options.aheadMs ?? dayMs);
    const limits: CorrelatorLimits = { ...defaultLimits, ...options.limits };
    const around = {
      limits,
      losses: this.lost,
      floor: () => this.floor,
      setTimer: this.timers.set.bind(this.timers),
      matched: (match: CorrelationMatch, fields: Fields) => this.matched(match, fields),
    };
    const ordered = runOrder(correlations);
    const needed = neededFields(ordered);
    this.runs = ordered.map((rule, level) => {
      const carries = [...(needed.get(rule.id) ?? [])].filter((name) => !rule.groupBy.includes(name));
      return new CorrelationRun(planCorrelation(rule, limits, this.lost, this.latenessMs), level, carries, around);
    });
    for (const run of this.runs) {
      for (const [place, id] of run.plan.rule.rules.entries()) {
        const known = this.subscriptions.get(id);
        if (known) known.push({ run, place });
        else this.subscriptions.set(id, [{ run, place }]);
      }
    }
  }

  /** Takes a hit in; answers the matches that have become certain, in the order they did. */
  push(hit: RuleHit): readonly CorrelationMatch[] {
    const { at } = hit;
    if (!Number.isFinite(at) || at > lastPlausible || at < -lastPlausible) {
      this.lost.untimed++;
      return nothing;
    }
    this.out = null;
    if (at > this.newest) {
      if (at - this.newest > this.aheadMs && this.newest !== -Infinity) return this.hold(hit);
      this.newest = at;
      this.moveTo(at - this.latenessMs);
    } else if (at < this.watermark) {
      this.lost.late++;
      return nothing;
    }
    this.deliver(hit.ruleId, at, hit.fields, hit.ref, true);
    if (this.held.length > 0) this.release(this.newest + this.aheadMs);
    return this.out ?? nothing;
  }

  /** The clock says `at` (milliseconds): time passes without events. Verdicts that waited for it are given, old state is forgotten. */
  advance(at: number): readonly CorrelationMatch[] {
    if (!Number.isFinite(at)) return nothing;
    this.out = null;
    this.clocked = true;
    // First what had to wait for the clock: it happened before.
    if (this.held.length > 0) this.release(at + this.aheadMs);
    if (at > this.newest) {
      this.newest = at;
      this.moveTo(at - this.latenessMs);
    }
    for (const run of this.runs) run.forget(this.watermark);
    return this.out ?? nothing;
  }

  private hold(hit: RuleHit): readonly CorrelationMatch[] {
    this.lost.ahead += this.held.hold({ ruleId: hit.ruleId, at: hit.at, fields: this.keptFields(hit), ref: hit.ref });
    if (this.clocked) return nothing;
    const agreed = this.held.agreed(this.aheadMs);
    if (agreed !== undefined) this.release(agreed);
    return this.out ?? nothing;
  }

  /** Of an event that waits, only what correlations look at: it may wait in a snapshot too. */
  private keptFields({ ruleId, fields }: RuleHit): Fields {
    const names = new Set((this.subscriptions.get(ruleId) ?? []).flatMap(({ run, place }) => [...(run.plan.groupFields[place] ?? []), ...(run.plan.valueFields[place] ?? []), ...run.carries]));
    return projectFields(fields, names);
  }

  private release(limit: number): void {
    for (const hit of this.held.release(limit)) {
      if (hit.at < this.watermark) {
        this.lost.late++;
        continue;
      }
      if (hit.at > this.newest) {
        this.newest = hit.at;
        this.moveTo(hit.at - this.latenessMs);
      }
      this.deliver(hit.ruleId, hit.at, hit.fields, hit.ref, true);
    }
  }

  private moveTo(watermark: number): void {
    if (watermark <= this.watermark) return;
    while (this.timers.nextAt < watermark) {
      const timer = this.timers.take();
      if (!timer) break;
      this.floor = Math.max(this.watermark, timer.at);
      timer.fire(timer.at);
    }
    this.watermark = watermark;
    this.floor = watermark;
  }

  private deliver(ruleId: string, at: number, fields: Fields, ref: string, raw: boolean): void {
    const subscribed = this.subscriptions.get(ruleId);
    if (subscribed === undefined) return;
    for (const { run, place } of subscribed) run.take(place, at, fields, ref, raw);
  }

  private matched(match: CorrelationMatch, fields: Fields): void {
    if (this.out) this.out.push(match);
    else this.out = [match];
    this.deliver(match.ruleId, match.at, fields, match.ref, false);
  }

  /** What had to be given up since the start (or since the snapshot this one continues). */
  losses(): Readonly<CorrelatorLosses> {
    return { ...this.lost };
  }

  /** How much is remembered: groups and their entries, over all correlations, and hits that wait to be confirmed. */
  state(): { readonly groups: number; readonly entries: number; readonly held: number } {
    const sum = (of: (run: CorrelationRun) => number): number => this.runs.reduce((total, run) => total + of(run), 0);
    return { groups: sum((run) => run.groups.size), entries: sum((run) => run.entries), held: this.held.length };
  }

  /**
   * The stream's own time: that of the newest event, and to when time would have to `advance` for the next verdict that
   * waits, if one does. Milliseconds; before the first event `newest` is -Infinity.
   */
  time(): { readonly newest: number; readonly dueAt: number | undefined } {
    const { nextAt } = this.timers;
    // A timer fires once the watermark is past it.
    return { newest: this.newest, dueAt: Number.isFinite(nextAt) ? nextAt + this.latenessMs + 1 : undefined };
  }

  /**
   * Why a correlation has or has not fired, group by group, the newest first (at most 20).
   * @param group values by field or alias; absent: all groups
   */
  explain(ruleId: string, group?: Readonly<Record<string, string>>): readonly GroupExplanation[] {
    const run = this.runs.find(({ plan }) => plan.rule.id === ruleId);
    return run ? explainGroup(run, this.newest, group, explainedGroups) : [];
  }

  /** All state, as JSON can hold it. */
  snapshot(): CorrelatorSnapshot {
    return {
      version: 1,
      newest: savedTime(this.newest),
      watermark: savedTime(this.watermark),
      clocked: this.clocked,
      losses: { ...this.lost },
      held: this.held.all().map(({ ruleId, at, fields, ref }) => ({ ruleId, at, fields, ref })),
      runs: this.runs.map(saveRun),
    };
  }

  /**
   * Continues where a snapshot stopped. A correlation that was changed or added since begins without a past.
   * @throws SnapshotFault when it is no snapshot, or of another version
   */
  static restore(correlations: readonly CorrelationRule[], snapshot: unknown, options: CorrelatorOptions = {}): Correlator {
    const read = readSnapshot(snapshot);
    const correlator = new Correlator(correlations, options);
    correlator.newest = read.newest;
    correlator.watermark = read.watermark;
    correlator.floor = correlator.watermark;
    correlator.clocked = read.clocked;
    Object.assign(correlator.lost, read.losses);
    for (const hit of loadHeld(read.held)) correlator.held.hold(hit);
    for (const run of correlator.runs) {
      const saved = read.runs.get(run.plan.rule.id);
      if (saved !== undefined) loadRun(run, saved);
    }
    return correlator;
  }
}
