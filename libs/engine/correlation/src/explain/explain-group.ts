import { describeSpan } from '../parse/parse-timespan';
import type { CorrelationRule } from '../parse/correlation-rule';
import type { CorrelationRun } from '../run/correlation-run';
import type { Group } from '../run/group';
import { keyOf } from '../run/group-key';
import { describeBounds } from '../run/threshold';

/** Where one group of a correlation stands. Times in milliseconds. */
export interface GroupExplanation {
  readonly ruleId: string;
  readonly group: Readonly<Record<string, string>>;
  /** Its newest event lies in a run of matches. */
  readonly fired: boolean;
  /** Since the group is remembered. */
  readonly matches: number;
  /** What the condition asks for, in words. */
  readonly needed: string;
  /** What was measured in the window of its newest event. */
  readonly saw: number;
  /** How long before that window began the next older event was: the window would have had to be so much wider. */
  readonly missedByMs?: number;
  /** Ids of rules that occur in the window (in order, for sequences), of those still awaited, and of those that must not come. */
  readonly met: readonly string[];
  readonly awaited: readonly string[];
  readonly unwanted: readonly string[];
  /** When the window that is under way closes, for sequences and absence. */
  readonly closesAt?: number;
  readonly newestAt?: number;
  /** All of it in one sentence. */
  readonly sentence: string;
}

const things: Readonly<Record<string, string>> = {
  event_count: 'events', value_count: 'different values', value_sum: 'as the sum', value_avg: 'as the average', value_percentile: 'as the percentile', value_median: 'as the median',
};

function neededBy({ type, condition, timespanMs }: CorrelationRule): string {
  const within = `within ${describeSpan(timespanMs)}`;
  if (condition.kind === 'expression') return `${condition.written}${type.includes('ordered') ? ', in order,' : ''} ${within}`;
  const thing = type === 'temporal' ? 'different rules' : type === 'temporal_ordered' ? 'steps in order' : things[type];
  return `${describeBounds(condition.bounds)} ${thing ?? ''} ${within}`;
}

const rounded = (value: number): string => (Number.isNaN(value) ? 'nothing' : String(Math.round(value * 1_000) / 1_000));

/** Rules that the alternative nearest to being met still asks for, and what it forbids. */
function stillOpen({ type, condition, rules }: CorrelationRule, met: readonly number[]): { awaited: number[]; unwanted: number[] } {
  if (condition.kind === 'threshold') return { awaited: type.startsWith('temporal') ? [...rules.keys()].filter((place) => !met.includes(place)) : [], unwanted: [] };
  const open = condition.terms.map((term) => ({ awaited: term.present.filter((place) => !met.includes(place)), unwanted: [...term.absent] }));
  return open.reduce((nearest, one) => (one.awaited.length < nearest.awaited.length ? one : nearest));
}

function sentenceOf(rule: CorrelationRule, known: Omit<GroupExplanation, 'sentence'>, now: number): string {
  const parts = [`needed ${known.needed}, saw ${rounded(known.saw)}`];
  if (known.matches > 0) parts[0] = `fired ${known.matches} ${known.matches === 1 ? 'time' : 'times'}: ${parts[0] ?? ''}`;
  if (!known.fired && known.missedByMs !== undefined) parts.push(`the window of the event before closed ${describeSpan(known.missedByMs)} earlier`);
  if (known.awaited.length > 0 && !known.fired) parts.push(`awaited: ${rule.type.includes('ordered') ? (known.awaited[0] ?? '') : known.awaited.join(', ')}`);
  if (known.closesAt !== undefined && !known.fired) {
    const left = known.closesAt - now;
    const until = known.unwanted.length > 0 ? ` without ${known.unwanted.join(', ')}` : '';
    parts.push(left >= 0 ? `the window closes in ${describeSpan(left)}${until && `: fires then${until}`}` : `the window closed ${describeSpan(-left)} ago`);
  }
  return parts.join('; ');
}

function describeGroup(run: CorrelationRun, group: Group, now: number): GroupExplanation {
  const { rule, verdict } = run.plan;
  // A verdict that waits is explained for the window that is under way.
  const at = verdict === 'absence' && group.candidates.length > 0 ? group.candidates.at(0) : group.newestAt;
  const progress = group.window.progress(at);
  const open = stillOpen(rule, progress.met);
  const { leftAt } = group.window;
  const gap = at - rule.timespanMs - leftAt;
  const known = {
    ruleId: rule.id,
    group: Object.fromEntries(rule.groupBy.map((name, index) => [name, group.values[index] ?? ''])),
    fired: group.matches > 0 && group.matchedAt >= group.newestAt,
    matches: group.matches,
    needed: neededBy(rule),
    saw: group.window.value,
    missedByMs: Number.isFinite(gap) && gap > 0 ? gap : undefined,
    met: progress.met.map((place) => rule.rules[place] ?? ''),
    awaited: open.awaited.map((place) => rule.rules[place] ?? ''),
    unwanted: open.unwanted.map((place) => rule.rules[place] ?? ''),
    closesAt: progress.startAt === undefined ? undefined : progress.startAt + rule.timespanMs,
    newestAt: group.newestAt,
  };
  return { ...known, sentence: sentenceOf(rule, known, now) };
}

/**
 * @param now the newest time of the stream
 * @param wanted one group's values, by field or alias; absent: the newest groups
 */
export function explainGroup(run: CorrelationRun, now: number, wanted: Readonly<Record<string, string>> | undefined, max: number): GroupExplanation[] {
  const { rule } = run.plan;
  if (wanted !== undefined) {
    const key = keyOf(wanted, rule.groupBy);
    const group = key === undefined ? undefined : run.groups.get(key);
    if (group) return [describeGroup(run, group, now)];
    const needed = neededBy(rule);
    const sentence = key === undefined ? `the group needs a value for each of ${rule.groupBy.join(', ')}` : `needed ${needed}; this group has had no event within ${describeSpan(rule.timespanMs)}`;
    return [{ ruleId: rule.id, group: wanted, fired: false, matches: 0, needed, saw: 0, met: [], awaited: [...rule.rules], unwanted: [], sentence }];
  }
  const out: GroupExplanation[] = [];
  for (const group of run.groups.newestFirst()) {
    if (out.length >= max) break;
    out.push(describeGroup(run, group, now));
  }
  return out;
}
