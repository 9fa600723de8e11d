import type { CorrelationRule } from '../parse/correlation-rule';
import { neededFields, runOrder } from './chaining';

/** By rule, the fields of its events that these correlations look at: all that has to be kept of a hit. */
export function correlationInputs(correlations: readonly CorrelationRule[]): ReadonlyMap<string, readonly string[]> {
  const ordered = runOrder(correlations);
  const chained = new Set(ordered.map(({ id }) => id));
  return new Map([...neededFields(ordered)].filter(([id]) => !chained.has(id)).map(([id, names]) => [id, [...names].sort()]));
}

/**
 * Correlations that are chained with one another, in any way, together; each family can be run apart from the others.
 * Families come in the order of their smallest id, which names them.
 */
export function correlationFamilies(correlations: readonly CorrelationRule[]): readonly (readonly CorrelationRule[])[] {
  const family = new Map(correlations.map((rule) => [rule.id, new Set([rule])]));
  for (const rule of correlations) {
    for (const id of rule.rules) {
      const [one, other] = [family.get(rule.id), family.get(id)];
      if (!one || !other || one === other) continue;
      for (const member of other) {
        one.add(member);
        family.set(member.id, one);
      }
    }
  }
  const nameOf = (members: readonly CorrelationRule[]): string => members[0]?.id ?? '';
  return [...new Set(family.values())]
    .map((members) => [...members].sort((a, b) => (a.id < b.id ? -1 : 1)))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
