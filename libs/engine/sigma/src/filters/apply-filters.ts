import { all } from '../modifiers/field-test';
import type { SigmaRule } from '../parse/sigma-rule';
import type { SigmaFilter } from './sigma-filter';

const parts = ['category', 'product', 'service'] as const;

/** True when the filter is about this rule. A rule without one of the filter's logsource parts is not. */
export function filterConcerns(filter: SigmaFilter, rule: SigmaRule): boolean {
  if (filter.rules !== 'any' && !filter.rules.includes(rule.id) && !(rule.name !== undefined && filter.rules.includes(rule.name))) return false;
  return parts.every((part) => filter.logsource[part] === undefined || filter.logsource[part] === rule.logsource[part]);
}

/** The rules with every filter that concerns them joined by AND; rules without one are the same objects. */
export function applyFilters(rules: readonly SigmaRule[], filters: readonly SigmaFilter[]): SigmaRule[] {
  return rules.map((rule) => {
    const conditions = filters.filter((filter) => filterConcerns(filter, rule)).map(({ condition }) => condition);
    return conditions.length === 0 ? rule : { ...rule, detection: all([rule.detection, ...conditions]) };
  });
}
