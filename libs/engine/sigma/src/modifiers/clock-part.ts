import { dateFrom } from '@vedette/kernel';
import { instantOf } from '../taxonomy/event-time';
import type { ClockPart } from './field-test';

/** ISO 8601 week number. */
function weekOf(date: Date): number {
  const day = (date.getUTCDay() + 6) % 7;
  const thursday = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - day + 3);
  const firstDay = Date.UTC(dateFrom(thursday).getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday - firstDay) / 604_800_000);
}

/** The part of a date value, in UTC; null when the value is no date. */
export function clockPartOf(value: unknown, part: ClockPart): number | null {
  const at = instantOf(value);
  if (at === undefined) return null;
  const date = dateFrom(at);
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return weekOf(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
  }
}
