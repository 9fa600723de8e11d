import type { CorrelationMatch, CorrelatorLosses } from '@vedette/correlation';
import { describeSpan, standaloneRules } from '@vedette/correlation';
import { dateFrom } from '@vedette/kernel';
import { readRouting } from '../rules/read-routing';
import { needRules, readRuleSet } from '../rules/rule-set';
import { EventRun } from '../run/event-run';
import type { RunInput } from '../run/run-input';
import type { Terminal } from '../terminal/terminal';
import { counted } from '../terminal/wording';
import { CorrelationPass, type Order } from './correlation-pass';

export interface CorrelateOptions extends RunInput {
  readonly order: Order;
  /** Print correlations that are only parts of others too. */
  readonly all: boolean;
  /** Answer 3 instead of 0 when something matched. */
  readonly failOnMatch: boolean;
}

function lineOf({ ruleId, ref, group, value, firstAt, lastAt, opens, refs }: CorrelationMatch): string {
  const iso = (at: number): string => dateFrom(at).toISOString();
  return JSON.stringify({ line: Number(ref), ruleId, group, value, firstAt: iso(firstAt), lastAt: iso(lastAt), opens, lines: refs.map(Number) });
}

/** What was given up, in words; empty when every answer is exact. */
export function lossTexts({ late, untimed, ahead, groups, values, unmeasured }: Readonly<CorrelatorLosses>, order: Order): string[] {
  const texts: [number, string][] = [
    [late, `${counted(late, 'hit')} came more than ${describeSpan(order === 'sorted' ? 0 : order)} behind the newest: raise --lateness, or --sort`],
    [untimed, `${counted(untimed, 'hit')} without a time that can be read`],
    [ahead, `${counted(ahead, 'hit')} dated far ahead of all others`],
    [unmeasured, `${counted(unmeasured, 'hit')} without the number that a correlation measures`],
    [groups, `${counted(groups, 'group')} forgotten to keep memory bounded`],
    [values, `${counted(values, 'value')} forgotten to keep memory bounded`],
  ];
  return texts.flatMap(([number, text]) => (number > 0 ? [text] : []));
}

/**
 * Prints one line of JSON for every match of a correlation, in the order in which they become certain.
 * @returns the exit code
 * @throws InputFault
 */
export async function runCorrelate(options: CorrelateOptions, terminal: Terminal): Promise<number> {
  const run = new EventRun(options, terminal);
  const set = await readRuleSet(options);
  needRules(set, set.correlations.length, 'correlations');
  const pass = new CorrelationPass(set, set.correlations, { order: options.order, routing: readRouting(options.routing) });
  run.loaded({ ...set, refused: [...set.refused, ...pass.compiled.refused] }, pass.compiled.size);

  const standalone = standaloneRules(set.rules, set.correlations);
  const fired = new Set<string>();
  const matched = (match: CorrelationMatch): void => {
    if (!options.all && !standalone.has(match.ruleId)) return;
    fired.add(match.ruleId);
    run.answer(lineOf(match));
  };
  await run.over((event, line) => pass.take(event, line, matched));
  if (!terminal.signal.aborted) {
    pass.settle(matched);
    pass.end(matched);
  }
  const losses = pass.correlator.losses();
  const hits = [...pass.hits.values()].reduce((sum, one) => sum + one, 0);
  const notes: [string, string][] = [['hits', `${counted(hits, 'hit')} of ${counted(pass.hits.size, 'rule')}`], ...lossTexts(losses, options.order).map((text): [string, string] => ['lost', text])];
  return run.finish({ matchedBy: { count: fired.size, thing: 'correlation' }, notes, facts: { hits, losses } }, options.failOnMatch);
}
