import { builtInRouting, compileRules, explainVerdict, renderVerdict, type RuleSet, type SigmaRule } from '@vedette/sigma';
import { readEvent } from '../evaluation/read-event';
import type { StorableTest } from './rule-test';

export interface RuleTestResult {
  readonly name: string;
  readonly matches: boolean;
  readonly matched: boolean;
  readonly passed: boolean;
  /** Why it matched or did not, part by part; lines for a reader. */
  readonly why: readonly string[];
}

const MOST_LINES = 200;

/** Asks compiled rules about the events, by the stream's own reading; exclusions and settings are not part of a test. */
export function runRuleTests(rules: readonly SigmaRule[], tests: readonly StorableTest[]): RuleTestResult[] {
  const compiled = compileRules(rules);
  return tests.map((test) => resultOf(rules, compiled, test));
}

function resultOf(rules: readonly SigmaRule[], compiled: RuleSet, { name, event: text, matches }: StorableTest): RuleTestResult {
  const event = readEvent(text);
  const found = new Set(compiled.evaluate(event).map(({ id }) => id));
  const matched = found.size > 0;
  // What was to match and did, or the first that did not: with several rules in a text, the one that tells most.
  const shown = rules.find(({ id }) => found.has(id)) ?? rules[0];
  const why = shown ? renderVerdict(explainVerdict(shown, event, builtInRouting)).split('\n').slice(0, MOST_LINES) : [];
  return { name, matches, matched, passed: matched === matches, why };
}
