import type { SigmaRule } from '@vedette/sigma';
import type { CorrelationRule } from './correlation-rule';

/**
 * Ids of the rules and correlations that alert on their own: all but those that some correlation refers to and none
 * of the referring ones says `generate: true` (specification, "Generate").
 */
export function standaloneRules(rules: readonly SigmaRule[], correlations: readonly CorrelationRule[]): Set<string> {
  const kept = new Set(correlations.filter(({ generate }) => generate).flatMap((correlation) => correlation.rules));
  const parts = new Set(correlations.flatMap((correlation) => correlation.rules));
  return new Set([...rules, ...correlations].map(({ id }) => id).filter((id) => !parts.has(id) || kept.has(id)));
}
