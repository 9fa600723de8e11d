import type { Fields } from '@vedette/sigma';
import type { CorrelationRule } from '../parse/correlation-rule';
import { percentileOf } from '../run/windows/percentile-tally';

/** One event of one group: which of the correlation's rules it hit, by their places. */
export interface PlainEvent {
  readonly at: number;
  readonly ref: string;
  readonly raw: boolean;
  readonly places: Set<number>;
  readonly fields: Fields;
  readonly group: Readonly<Record<string, string>>;
  readonly value: string | number;
}

/**
 * Most rules of `sequence` that can be met in its order by events of the window in no decreasing time, the last by
 * `event` itself. One event may be several steps.
 */
export function longestChain(event: PlainEvent, window: readonly PlainEvent[], sequence: readonly number[]): number {
  const endingAt = (last: PlainEvent, step: number): number => {
    let longest = 1;
    for (let before = 0; before < step; before++) {
      for (const other of window) {
        if (other.at <= last.at && other.places.has(sequence[before] ?? -1)) longest = Math.max(longest, 1 + endingAt(other, before));
      }
    }
    return longest;
  };
  return sequence.reduce((longest, place, step) => (event.places.has(place) ? Math.max(longest, endingAt(event, step)) : longest), 0);
}

/** Can all of `sequence` be met in its order, the first by `event` itself? */
export function sequenceFrom(event: PlainEvent, window: readonly PlainEvent[], sequence: readonly number[]): boolean {
  const [first, ...rest] = sequence;
  if (first === undefined || !event.places.has(first)) return false;
  const next = rest[0];
  if (next === undefined) return true;
  return window.some((other) => other.at >= event.at && other.places.has(next) && sequenceFrom(other, window, rest));
}

/** NaN over nothing. */
export function measureNumbers({ type, condition }: CorrelationRule, numbers: readonly number[]): number {
  if (numbers.length === 0) return NaN;
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (type === 'value_sum') return sum;
  if (type === 'value_avg') return sum / numbers.length;
  const percentile = type === 'value_median' || condition.kind !== 'threshold' ? 50 : (condition.percentile ?? 50);
  return percentileOf([...numbers].sort((a, b) => a - b), numbers.length, percentile);
}
