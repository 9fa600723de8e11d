import type { CorrelationRule, GroupExplanation } from '@vedette/correlation';
import { dateFrom } from '@vedette/kernel';
import { lossTexts } from '../correlate/run-correlate';
import { CorrelationPass, type PassOptions } from '../correlate/correlation-pass';
import type { RuleSet } from '../rules/rule-set';
import type { EventRun } from '../run/event-run';
import { counted, printable } from '../terminal/wording';

export interface CorrelationQuestion extends PassOptions {
  readonly correlation: CorrelationRule;
  /** One group's values by field or alias; absent: the newest groups. */
  readonly group?: Readonly<Record<string, string>>;
  /** How many groups are shown. */
  readonly limit: number;
  /** Stop at this line: how things stood then. */
  readonly line?: number;
}

function nameOf(group: Readonly<Record<string, string>>): string {
  const parts = Object.entries(group).map(([field, value]) => `${field}=${value}`);
  return parts.length === 0 ? 'all events together' : printable(parts.join(', '));
}

function textOf({ group, fired, newestAt, sentence }: GroupExplanation): string {
  const newest = newestAt === undefined ? '' : ` (newest event ${dateFrom(newestAt).toISOString()})`;
  return `${fired ? 'fired    ' : 'not fired'} ${nameOf(group)}${newest}\n  ${printable(sentence)}`;
}

/** Prints how often its rules matched, and for each group why the correlation has or has not fired. */
export async function explainCorrelation(run: EventRun, set: RuleSet, question: CorrelationQuestion): Promise<void> {
  const { correlation, line: last = Infinity, group, limit } = question;
  const pass = new CorrelationPass(set, [correlation], question);
  let matches = 0;
  let seen = 0;
  const count = ({ ruleId }: { readonly ruleId: string }): void => {
    if (ruleId === correlation.id) matches++;
  };
  await run.over(
    (event, line) => {
      seen = line;
      if (line <= last) pass.take(event, line, count);
    },
    () => seen >= last,
  );
  pass.settle(count);
  // Before the end: what has been decided has been forgotten, and there would be nothing to explain.
  const groups = pass.correlator.explain(correlation.id, group).slice(0, limit);
  pass.end(count);

  run.print(`${counted(matches, 'match', 'matches')}, windows still open at the end decided`);
  for (const id of correlation.rules) {
    const rule = set.rules.find((one) => one.id === id);
    if (rule) run.print(`  rule ${printable(rule.title)} (${printable(id)}): ${counted(pass.hits.get(rule) ?? 0, 'hit')}`);
    else run.print(`  correlation ${printable(set.correlations.find((one) => one.id === id)?.title ?? '')} (${printable(id)})`);
  }
  for (const text of lossTexts(pass.correlator.losses(), question.order)) run.print(`  lost: ${text}`);
  run.print('');
  if (groups.length === 0) run.print('no group remembers an event');
  for (const one of groups) run.print(textOf(one));
  if (group === undefined && groups.length === limit) run.print(`the ${limit} newest groups are shown (--limit, --group field=value)`);
}
