import { zonedDate, zonedInstant, isTimeZone } from './wall-clock';

/** When somebody does not want mail: on these days from one time to another of their wall clock. */
export interface QuietHours {
  /** An IANA name, `Europe/Berlin`. */
  readonly timeZone: string;
  /** 1 is Monday, 7 Sunday: the days on which a period begins. */
  readonly days: readonly number[];
  /** `22:00` */
  readonly from: string;
  /** On the next day if it is not later than `from`. */
  readonly to: string;
  /** Alerts of severity critical are mailed at once all the same. */
  readonly criticalBreaksThrough: boolean;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/** A week of periods that follow one another without a gap, and one more. */
const MOST_PERIODS = 8;

function minutesOf(time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** Whether these hours can be kept; some of the week must be left for mail. */
export function areQuietHours({ timeZone, days, from, to }: QuietHours): boolean {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  if (start === null || end === null || !isTimeZone(timeZone)) return false;
  const sane = days.length >= 1 && new Set(days).size === days.length && days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
  return sane && !(days.length === 7 && start === end);
}

/**
 * When the quiet that holds at `now` ends; null where none does. Milliseconds. Times are of the wall clock, so a night in
 * which clocks change is an hour longer or shorter: a time that is skipped is the moment of the change, of one that comes
 * twice a period begins with the first and ends with the second.
 */
export function quietUntil(quiet: QuietHours, now: number): number | null {
  let until: number | null = null;
  for (let period = 0; period < MOST_PERIODS; period++) {
    const end = periodAt(quiet, until ?? now);
    if (end === null) break;
    until = end;
  }
  return until;
}

function periodAt({ timeZone, days, from, to }: QuietHours, at: number): number | null {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  if (start === null || end === null) return null;
  const today = zonedDate(timeZone, at);
  for (const date of [today, today - DAY]) {
    // The epoch was a Thursday.
    if (!days.includes(((date / DAY + 3) % 7) + 1)) continue;
    const begins = zonedInstant(timeZone, date + start * MINUTE, 'first');
    const ends = zonedInstant(timeZone, date + (end > start ? 0 : DAY) + end * MINUTE, 'last');
    if (begins <= at && at < ends) return ends;
  }
  return null;
}
