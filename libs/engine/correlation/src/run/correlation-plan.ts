import type { CorrelationRule } from '../parse/correlation-rule';
import type { CorrelatorLimits, CorrelatorLosses } from './correlator-limits';
import { largestBound, leastCount, onlyGrows, thresholdTest } from './threshold';
import { AbsenceWindow } from './windows/absence-window';
import { EventCountWindow } from './windows/event-count-window';
import type { GroupWindow, WindowSettings } from './windows/group-window';
import { NumberWindow } from './windows/number-window';
import { PercentileTally } from './windows/percentile-tally';
import { PresenceWindow } from './windows/presence-window';
import { SequenceWindow } from './windows/sequence-window';
import { AverageTally, SumTally } from './windows/sum-tally';
import { ValueCountWindow } from './windows/value-count-window';

/**
 * When a verdict is final: `eager` at once and then for good (more events can only make it true), `settled` when the
 * watermark has passed the event, `absence` when it has passed the end of the window that the event opened.
 */
export type Verdict = 'eager' | 'settled' | 'absence';

/** How one correlation is run. */
export interface CorrelationPlan {
  readonly rule: CorrelationRule;
  readonly verdict: Verdict;
  readonly measures: 'nothing' | 'text' | 'number';
  /** Events that hit several of its rules count once. */
  readonly merges: boolean;
  /** Verdicts depend on which rules the event itself hit. */
  readonly masked: boolean;
  /** By place of the rule: may an event that hit it complete (or, for absence, open) a match? */
  readonly candidates: readonly boolean[];
  /** By place of the rule: the fields behind `groupBy` and `condition.fields`. */
  readonly groupFields: readonly (readonly string[])[];
  readonly valueFields: readonly (readonly string[])[];
  newWindow(): GroupWindow;
}

/** The field an alias stands for in the events of a rule. */
export function resolveField(rule: CorrelationRule, place: number, name: string): string {
  const id = rule.rules[place];
  const fields = Object.hasOwn(rule.aliases, name) ? rule.aliases[name] : undefined;
  return fields && id !== undefined && Object.hasOwn(fields, id) ? (fields[id] ?? name) : name;
}

function verdictOf({ type, condition }: CorrelationRule): Verdict {
  if (condition.kind === 'expression') return condition.terms.some(({ absent }) => absent.length > 0) ? 'absence' : 'eager';
  const counts = type === 'event_count' || type === 'value_count' || type.startsWith('temporal');
  return counts && onlyGrows(condition.bounds) ? 'eager' : 'settled';
}

function windowOf(rule: CorrelationRule, verdict: Verdict, settings: WindowSettings, latenessMs: number): () => GroupWindow {
  const { type, condition, rules } = rule;
  if (condition.kind === 'expression') {
    const { terms } = condition;
    const ordered = type === 'temporal_ordered_extended';
    if (verdict === 'absence') return () => new AbsenceWindow(settings, terms, ordered);
    if (!ordered) return () => new PresenceWindow(settings, terms);
    const sequences = terms.map(({ present }) => ({ rules: present, least: present.length }));
    return () => new SequenceWindow(settings, sequences, true);
  }
  const least = verdict === 'eager' ? Math.min(Math.max(leastCount(condition.bounds), 1), rules.length) : 1;
  switch (type) {
    case 'event_count':
      return () => new EventCountWindow(settings);
    case 'value_count': {
      const live = verdict === 'eager';
      const shared = { ...settings, live, history: !live || latenessMs > 0 };
      return () => new ValueCountWindow(shared);
    }
    case 'temporal':
    case 'temporal_extended':
      return () => new PresenceWindow(settings, undefined);
    case 'temporal_ordered':
    case 'temporal_ordered_extended':
      return () => new SequenceWindow(settings, [{ rules: [...rules.keys()], least }], false);
    case 'value_sum':
      return () => new NumberWindow(settings, () => new SumTally());
    case 'value_avg':
      return () => new NumberWindow(settings, () => new AverageTally());
    case 'value_percentile':
    case 'value_median': {
      const percentile = type === 'value_median' ? 50 : (condition.percentile ?? 50);
      return () => new NumberWindow(settings, () => new PercentileTally(percentile));
    }
  }
}

/** By place of the rule: can an event of it be the one a match is about? */
function candidatesOf(rule: CorrelationRule, verdict: Verdict): boolean[] {
  const { condition, type } = rule;
  if (condition.kind === 'threshold') {
    if (type !== 'temporal_ordered' || verdict !== 'eager') return rule.rules.map(() => true);
    const least = leastCount(condition.bounds);
    return rule.rules.map((_, place) => place + 1 >= least);
  }
  const ends = new Set(condition.terms.flatMap(({ present }) => {
    if (type !== 'temporal_ordered_extended') return present;
    return (verdict === 'absence' ? present.slice(0, 1) : present.slice(-1));
  }));
  // Without absence every event of the correlation may be the one at which the condition is seen to hold.
  const anyone = verdict === 'eager' && type === 'temporal_extended';
  return rule.rules.map((_, place) => anyone || ends.has(place));
}

export function planCorrelation(rule: CorrelationRule, limits: CorrelatorLimits, losses: CorrelatorLosses, latenessMs: number): CorrelationPlan {
  const { condition, type } = rule;
  const bounds = condition.kind === 'threshold' ? condition.bounds : [];
  const fields = condition.kind === 'threshold' ? condition.fields : [];
  const verdict = verdictOf(rule);
  const counted = type === 'event_count' || type === 'value_count';
  const settings: WindowSettings = {
    spanMs: rule.timespanMs,
    test: thresholdTest(bounds),
    least: leastCount(bounds),
    // A limit below the threshold would silence the rule.
    maxValues: Math.max(limits.values, counted ? largestBound(bounds) : 1),
    losses,
  };
  return {
    rule,
    verdict,
    measures: type === 'value_count' ? 'text' : type.startsWith('value_') ? 'number' : 'nothing',
    merges: rule.rules.length > 1,
    masked: type.startsWith('temporal_ordered'),
    candidates: candidatesOf(rule, verdict),
    groupFields: rule.rules.map((_, place) => rule.groupBy.map((name) => resolveField(rule, place, name))),
    valueFields: rule.rules.map((_, place) => fields.map((name) => resolveField(rule, place, name))),
    newWindow: windowOf(rule, verdict, settings, latenessMs),
  };
}
