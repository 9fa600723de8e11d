import type { CorrelationMatch, CorrelationRule } from '@vedette/correlation';
import { inert } from '../evaluation/inert';
import { REASON_LIMIT } from '../evaluation/reason';

/**
 * One sentence that says why a correlation fired, at most 300 characters of inert text.
 * @example `12 events within 5 minutes, for IpAddress 203.0.113.7`
 */
export function correlationReason(rule: CorrelationRule, match: CorrelationMatch): string {
  const group = Object.entries(match.group).map(([name, value]) => `${inert(name, 60)} ${inert(value, 80)}`);
  const whom = group.length > 0 ? `, for ${group.join(' and ')}` : '';
  return inert(`${measured(rule, match)} within ${spanInWords(rule.timespanMs)}${whom}`, REASON_LIMIT);
}

const units = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]] as const;

/** `90 minutes`, not `1.5 hours`: in the largest unit that goes into it. */
function spanInWords(ms: number): string {
  const [unit, size] = units.find(([, each]) => ms % each === 0) ?? ['millisecond', 1];
  const count = ms / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function measured({ type, rules, condition }: CorrelationRule, { value }: CorrelationMatch): string {
  const field = condition.kind === 'threshold' ? condition.fields.map((name) => inert(name, 60)).join(', ') : '';
  const amount = Number.isInteger(value) ? String(value) : value.toFixed(2);
  switch (type) {
    case 'event_count':
      return `${amount} events`;
    case 'value_count':
      return `${amount} different values of ${field}`;
    case 'value_sum':
      return `a sum of ${amount} over ${field}`;
    case 'value_avg':
      return `an average of ${amount} of ${field}`;
    case 'value_percentile':
    case 'value_median':
      return `${type === 'value_median' ? 'a median' : 'a percentile'} of ${amount} of ${field}`;
    case 'temporal_ordered':
    case 'temporal_ordered_extended':
      return `${rules.length} steps in order`;
    default:
      return condition.kind === 'expression' ? `${inert(condition.written, 120)} held` : `${amount} of ${rules.length} parts together`;
  }
}
