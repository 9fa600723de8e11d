import { loadCorrelations } from '@vedette/correlation';
import type { LintFinding, RefusedRule } from '@vedette/sigma';
import { lintAll, loadRules } from '@vedette/sigma';
import type { RuleTexts } from '../rules/rule-texts';

function asFinding({ origin, ruleId, reason, line, column }: RefusedRule): LintFinding {
  return { origin, ruleId, severity: 'error', code: 'refused', message: reason, line, column };
}

/** Everything found in some rules, in the order of their texts: files that could not be read come first. */
export function lintTexts(texts: RuleTexts, placeholders?: Readonly<Record<string, readonly string[]>>): LintFinding[] {
  const { rules, correlations } = loadRules(texts.documents, { placeholders });
  const refused = loadCorrelations(correlations, rules).refused;
  const order = new Map(texts.documents.map(({ origin }, index) => [origin, index]));
  const placeOf = ({ origin }: LintFinding): number => order.get(origin) ?? order.get(origin.replace(/#\d+$/, '')) ?? -1;
  const findings = [...texts.refused.map(asFinding), ...lintAll(texts.documents, { placeholders }), ...refused.map(asFinding)];
  return findings.sort((a, b) => placeOf(a) - placeOf(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
