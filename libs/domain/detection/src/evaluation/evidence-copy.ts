import type { MatchedField } from '@vedette/sigma';
import { storableJson } from './inert';

const WHOLE = 65_536;
const LONG_STRING = 2_048;

/**
 * An event as it is copied into an alert, as JSON text for jsonb. Up to 64 KB it is the event; above, long strings are
 * cut, and where even that is too much only the fields that matched stay: ten events of 1 MB under each of a hundred
 * rules would make one segment into a gigabyte.
 */
export function evidenceCopy(event: unknown, matched: readonly MatchedField[]): string {
  const whole = storableJson(event);
  if (whole.length <= WHOLE) return whole;
  const shortened = storableJson(shorten(event));
  if (shortened.length <= WHOLE) return shortened;
  return storableJson(Object.fromEntries(matched.slice(0, 20).map(({ field, value }) => [field, cut(value)])));
}

/** The matched fields, cut alike. */
export function storableMatches(matched: readonly MatchedField[]): MatchedField[] {
  return matched.slice(0, 50).map(({ field, value, condition }) => ({
    field: cut(field),
    value: cut(value),
    condition: cut(condition),
  }));
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (Array.isArray(value)) return value.slice(0, 100).map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).slice(0, 500).map(([key, child]) => [cut(key), shorten(child)]));
}

function cut(text: string): string {
  return text.length <= LONG_STRING ? text : `${text.slice(0, LONG_STRING)}…`;
}
