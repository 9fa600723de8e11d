import { readRouting } from '../rules/read-routing';
import { needRules, readRuleSet } from '../rules/rule-set';
import { EventRun } from '../run/event-run';
import type { Order } from '../correlate/correlation-pass';
import type { RunInput } from '../run/run-input';
import type { Terminal } from '../terminal/terminal';
import { printable } from '../terminal/wording';
import { explainCorrelation } from './explain-correlation';
import { explainRule } from './explain-rule';
import { findRule } from './find-rule';

export interface ExplainOptions extends RunInput {
  /** Id, name or title of a rule or correlation. */
  readonly rule: string;
  readonly line?: number;
  readonly limit: number;
  readonly order: Order;
  /** A group of a correlation, by field or alias. */
  readonly group?: Readonly<Record<string, string>>;
}

/**
 * Prints, for people, why a rule or correlation matched or did not.
 * @returns the exit code
 * @throws InputFault
 */
export async function runExplain(options: ExplainOptions, terminal: Terminal): Promise<number> {
  const run = new EventRun(options, terminal);
  const set = await readRuleSet(options);
  needRules(set, set.rules.length + set.correlations.length, 'rules');
  const found = findRule(set, options.rule);
  run.loaded(set, set.rules.length);
  const routing = readRouting(options.routing);
  const { title, id, origin } = found.kind === 'rule' ? found.rule : found.correlation;
  run.print(`${printable(title)} (${printable(id)})\n  ${found.kind} of ${printable(origin)}\n`);
  if (found.kind === 'rule') await explainRule(run, { ...options, rule: found.rule, routing });
  else await explainCorrelation(run, set, { ...options, correlation: found.correlation, routing });
  return run.finish({ matchedBy: { count: 0, thing: found.kind } }, false);
}
