import type { LogsourceRouting, SigmaRule } from '@vedette/sigma';
import { compileRules, normalise } from '@vedette/sigma';
import type { EventRun } from '../run/event-run';
import { counted, printable } from '../terminal/wording';

const shownValue = 300;

export interface RuleQuestion {
  readonly rule: SigmaRule;
  readonly routing: LogsourceRouting;
  /** One event; absent: the first that match. */
  readonly line?: number;
  /** How many matching events are shown. */
  readonly limit: number;
}

/** A long value is shown around what the condition looks for. */
function excerpt(value: string, condition: string): string {
  if (value.length <= shownValue) return printable(value);
  const wanted = condition.slice(condition.indexOf(': ') + 2).replaceAll('*', '').toLowerCase();
  const found = wanted === '' ? -1 : value.toLowerCase().indexOf(wanted);
  const start = found < shownValue / 2 ? 0 : found - shownValue / 2;
  return `${start > 0 ? '…' : ''}${printable(value.slice(start, start + shownValue))}${start + shownValue < value.length ? '…' : ''}`;
}

/** Prints why a rule matched one event, or the first that it matches. */
export async function explainRule(run: EventRun, { rule, routing, line: wanted, limit }: RuleQuestion): Promise<void> {
  const compiled = compileRules([rule], { routing });
  let events = 0;
  let last = 0;
  let matches = 0;
  let asked = false;
  const show = (raw: Record<string, unknown>, line: number): void => {
    events++;
    last = line;
    if (wanted !== undefined && line !== wanted) return;
    asked = true;
    const event = normalise(raw);
    if (compiled.evaluate(event).length === 0) {
      if (wanted !== undefined) run.print(`line ${line}: no match`);
      return;
    }
    if (++matches > limit) return;
    run.print(`line ${line}: match`);
    for (const { field, value, condition } of compiled.explain(rule, event)) run.print(`  ${printable(condition)}\n    ${field === '' ? 'some value' : printable(field)}: ${excerpt(value, condition)}`);
  };
  const seen = (): boolean => wanted !== undefined && last >= wanted;
  await run.over(show, seen);
  if (wanted !== undefined) {
    if (!asked) run.print(`line ${wanted}: holds no event`);
    return;
  }
  run.print(matches === 0 ? `no match in ${counted(events, 'event')}` : `${counted(matches, 'match', 'matches')} in ${counted(events, 'event')}${matches > limit ? `; the first ${limit} are shown (--limit)` : ''}`);
}
