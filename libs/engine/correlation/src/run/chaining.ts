import type { CorrelationRule } from '../parse/correlation-rule';
import { resolveField } from './correlation-plan';

/** Each correlation after those it refers to; those that refer to themselves are left out (`loadCorrelations` refuses them). */
export function runOrder(correlations: readonly CorrelationRule[]): CorrelationRule[] {
  const byId = new Map(correlations.map((rule) => [rule.id, rule]));
  const state = new Map<string, 'open' | 'placed'>();
  const ordered: CorrelationRule[] = [];
  const place = (rule: CorrelationRule): boolean => {
    const seen = state.get(rule.id);
    if (seen) return seen === 'placed';
    state.set(rule.id, 'open');
    for (const id of rule.rules) {
      const child = byId.get(id);
      if (child && !place(child)) return false;
    }
    state.set(rule.id, 'placed');
    ordered.push(rule);
    return true;
  };
  for (const rule of byId.values()) place(rule);
  return ordered;
}

/** By correlation, the fields of its completing event that those chained on it look at, however far up. */
export function neededFields(ordered: readonly CorrelationRule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const needed = new Map<string, Set<string>>();
  for (const rule of [...ordered].reverse()) {
    const measured = rule.condition.kind === 'threshold' ? rule.condition.fields : [];
    const above = needed.get(rule.id) ?? new Set<string>();
    for (const [place, id] of rule.rules.entries()) {
      const known = needed.get(id) ?? new Set<string>();
      for (const name of [...rule.groupBy, ...measured]) known.add(resolveField(rule, place, name));
      for (const name of above) known.add(name);
      needed.set(id, known);
    }
  }
  return needed;
}
