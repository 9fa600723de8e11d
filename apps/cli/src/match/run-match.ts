import type { SigmaRule } from '@vedette/sigma';
import { compileRules, normalise } from '@vedette/sigma';
import type { RunInput } from '../run/run-input';
import { EventRun } from '../run/event-run';
import { needRules, readRuleSet } from '../rules/rule-set';
import { readRouting } from '../rules/read-routing';
import type { Terminal } from '../terminal/terminal';

export interface MatchOptions extends RunInput {
  /** Answer 3 instead of 0 when something matched. */
  readonly failOnMatch: boolean;
}

/**
 * Prints `{"line": n, "ruleId": "…"}` for every rule that matches an event, in the order of the file and of the rules.
 * @returns the exit code
 * @throws InputFault
 */
export async function runMatch(options: MatchOptions, terminal: Terminal): Promise<number> {
  const run = new EventRun(options, terminal);
  const set = await readRuleSet(options);
  const compiled = compileRules(set.rules, { routing: readRouting(options.routing) });
  needRules(set, compiled.size, 'rules');
  run.loaded({ ...set, refused: [...set.refused, ...compiled.refused] }, compiled.size);

  // The same few rules match again and again.
  const endings = new Map<SigmaRule, string>();
  const endingOf = (rule: SigmaRule): string => {
    const known = endings.get(rule);
    if (known !== undefined) return known;
    const made = `,"ruleId":${JSON.stringify(rule.id)}}`;
    endings.set(rule, made);
    return made;
  };
  await run.over((event, line) => {
    const matched = compiled.evaluate(normalise(event));
    for (const rule of matched) run.answer(`{"line":${line}${endingOf(rule)}`);
  });
  return run.finish({ matchedBy: { count: endings.size, thing: 'rule' } }, options.failOnMatch);
}
