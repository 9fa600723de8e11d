import type { RuleTexts } from '../rules/rule-texts';
import { loadRuleSet } from '../rules/rule-set';

export const severities = ['error', 'warning', 'info'] as const;

/** One thing to say about a rule's text. Line and column count from 1. */
export interface LintFinding {
  readonly origin: string;
  readonly ruleId?: string;
  readonly severity: (typeof severities)[number];
  /** Stable name of the check. */
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
}

/** Everything found in some rules, in the order of their texts. */
export function lintTexts(texts: RuleTexts, placeholders?: Readonly<Record<string, readonly string[]>>): LintFinding[] {
  const findings = loadRuleSet(texts, placeholders).refused.map(({ origin, ruleId, reason, line, column }): LintFinding => ({ origin, ruleId, severity: 'error', code: 'refused', message: reason, line, column }));
  const order = new Map(texts.documents.map(({ origin }, index) => [origin, index]));
  const placeOf = ({ origin }: LintFinding): number => order.get(origin.replace(/#\d+$/, '')) ?? -1;
  return findings.sort((a, b) => placeOf(a) - placeOf(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
