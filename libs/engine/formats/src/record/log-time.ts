import { dateFrom } from '@vedette/kernel';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(2200, 0, 1);
const day = 86_400_000;

/** 0 for `Jan`; -1 for what is no month. */
export function monthOf(name: string): number {
  return months.indexOf(name.toLowerCase());
}

export function isoOf(ms: number): string | undefined {
  return ms >= earliest && ms <= latest ? dateFrom(ms).toISOString() : undefined;
}

export interface ClockTime {
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/** Milliseconds since the epoch, or undefined when the calendar has no such day (30 February) or the clock no such time. */
export function instantOf(year: number, time: ClockTime, offsetMinutes = 0): number | undefined {
  if (time.month < 0 || time.month > 11 || time.hour > 23 || time.minute > 59 || time.second > 60) return undefined;
  const ms = Date.UTC(year, time.month, time.day, time.hour, time.minute, time.second, time.ms);
  const inMonth = dateFrom(Date.UTC(year, time.month, time.day));
  if (inMonth.getUTCMonth() !== time.month || time.day < 1) return undefined;
  return ms - offsetMinutes * 60_000;
}

/** A time without a year: the latest year in which it is not more than a day after `receivedAt` (a sender's clock may be ahead). */
export function nearestInstant(time: ClockTime, receivedAt: number): number | undefined {
  if (!(receivedAt >= earliest && receivedAt <= latest)) return undefined;
  const year = dateFrom(receivedAt).getUTCFullYear();
  // Nine years back, since 29 February may be eight away.
  for (let candidate = year + 1; candidate >= year - 8; candidate--) {
    const at = instantOf(candidate, time);
    if (at !== undefined && at <= receivedAt + day) return at;
  }
  return undefined;
}

/** Minutes east of Greenwich of `Z`, `+0200`, `+02:00`; NaN for another zone. */
export function offsetOf(zone: string): number {
  if (zone === '' || /^(z|utc|gmt)$/i.test(zone)) return 0;
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!found) return NaN;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === '-' ? -minutes : minutes;
}

export function fractionMs(digits: string | undefined): number {
  return digits ? Math.floor(Number(`0.${digits.slice(0, 9)}`) * 1000 + 1e-6) : 0;
}

const isoForm = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const namedForm = /^([A-Za-z]{3}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?: (Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$/;

function clockTime(month: number, parts: readonly (string | undefined)[]): ClockTime {
  const [date, hour, minute, second, fraction] = parts;
  return { month, day: Number(date), hour: Number(hour), minute: Number(minute), second: Number(second), ms: fractionMs(fraction) };
}

/** Milliseconds since the epoch of ISO 8601, of `Jan 31 2026 23:59:59`, and of digits since the epoch; no zone is UTC. */
export function readTime(text: string, receivedAt?: number): number | undefined {
  if (text.length < 8 || text.length > 64) return undefined;
  if (/^\d{10}(\.\d{1,9})?$/.test(text)) return Math.floor(Number(text) * 1000 + 1e-3);
  if (/^\d{13}$/.test(text)) return Number(text);
  const iso = isoForm.exec(text);
  if (iso) return instantOf(Number(iso[1]), clockTime(Number(iso[2]) - 1, iso.slice(3, 8)), offsetOf(iso[8] ?? ''));
  const named = namedForm.exec(text);
  if (!named) return undefined;
  const time = clockTime(monthOf(named[1] ?? ''), [named[2], ...named.slice(4, 8)]);
  if (named[3]) return instantOf(Number(named[3]), time, offsetOf(named[8] ?? ''));
  return receivedAt === undefined ? undefined : nearestInstant(time, receivedAt);
}

/** The same as ISO 8601 text. */
export function isoTime(text: string | undefined, receivedAt?: number): string | undefined {
  const at = text === undefined ? undefined : readTime(text, receivedAt);
  return at === undefined ? undefined : isoOf(at);
}
