import type { YamlMap, YamlValue } from '@vedette/sigma';
import { RuleFault } from '@vedette/sigma';
import type { Bound, CorrelationType, ThresholdCondition } from './correlation-rule';
import { boundOperators } from './correlation-rule';

const maxFields = 16;
const maxCount = 1_000_000;
const place = ['correlation', 'condition'] as const;

const measuresField = (type: CorrelationType): boolean => type.startsWith('value_');
const countsThings = (type: CorrelationType): boolean => type === 'event_count' || type === 'value_count' || type.startsWith('temporal');

function readNumber(value: YamlValue, key: string): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : NaN;
  if (!Number.isFinite(number)) throw new RuleFault(`the condition's ${key} is not a number`, [...place, key]);
  return number;
}

function readFields(condition: YamlMap, type: CorrelationType): string[] {
  const value = condition.get('field');
  if (value === undefined || value === null) {
    if (measuresField(type)) throw new RuleFault(`${type} needs condition.field`, place);
    return [];
  }
  if (!measuresField(type)) throw new RuleFault(`${type} takes no condition.field`, [...place, 'field']);
  const list: readonly YamlValue[] = Array.isArray(value) ? value : [value as YamlValue];
  const fields = list.map((item) => {
    if (typeof item !== 'string' || item.trim() === '' || item.length > 256) throw new RuleFault('a field is named by a text of at most 256 characters', [...place, 'field']);
    return item.trim();
  });
  if (fields.length === 0 || fields.length > maxFields) throw new RuleFault(`condition.field names 1 to ${maxFields} fields`, [...place, 'field']);
  if (fields.length > 1 && type !== 'value_count') throw new RuleFault(`${type} measures exactly one field`, [...place, 'field']);
  return fields;
}

function readPercentile(condition: YamlMap, type: CorrelationType): number | undefined {
  const value = condition.get('percentile');
  if (value === undefined || value === null) return type === 'value_percentile' ? 50 : undefined;
  if (type !== 'value_percentile') throw new RuleFault(`${type} takes no condition.percentile`, [...place, 'percentile']);
  const percentile = readNumber(value, 'percentile');
  if (percentile < 0 || percentile > 100) throw new RuleFault('the percentile is not between 0 and 100', [...place, 'percentile']);
  return percentile;
}

/**
 * The map form of a condition; without one, a temporal correlation asks for all its rules.
 * `value_percentile` without `percentile` is the 50th (the specification's hint: "median is a percentile 50").
 * @throws RuleFault with the path of what cannot be read
 */
export function parseThreshold(condition: YamlMap | undefined, type: CorrelationType, rules: number): ThresholdCondition {
  if (condition === undefined) {
    if (!type.startsWith('temporal')) throw new RuleFault(`${type} needs a condition`, ['correlation']);
    return { kind: 'threshold', bounds: [{ op: 'gte', value: rules }], fields: [] };
  }
  for (const key of condition.keys()) {
    if (key !== 'field' && key !== 'percentile' && !boundOperators.some((op) => op === key)) throw new RuleFault(`the condition has an unknown "${key.slice(0, 64)}"`, [...place, key]);
  }
  const bounds: Bound[] = boundOperators.flatMap((op) => {
    const value = condition.get(op);
    return value === undefined ? [] : [{ op, value: readNumber(value, op) }];
  });
  if (bounds.length === 0) throw new RuleFault(`the condition has none of ${boundOperators.join(', ')}`, place);
  const tooMany = countsThings(type) ? bounds.find(({ value }) => value > maxCount) : undefined;
  if (tooMany) throw new RuleFault(`the condition counts beyond ${maxCount}`, [...place, tooMany.op]);
  if (type.startsWith('temporal') && bounds.every(({ op }) => op === 'gt' || op === 'gte') && bounds.some(({ op, value }) => (op === 'gt' ? value >= rules : value > rules))) {
    throw new RuleFault(`the condition asks for more rules than the ${rules} it names`, place);
  }
  return { kind: 'threshold', bounds, fields: readFields(condition, type), percentile: readPercentile(condition, type) };
}
