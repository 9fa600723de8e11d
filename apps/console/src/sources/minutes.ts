export interface Minute {
  /** ISO 8601, the minute's beginning. */
  readonly minute: string;
  readonly accepted: number;
  readonly rejected: number;
}

const MINUTE_MS = 60_000;

/** One entry for each of the last `count` minutes up to `now`, oldest first; a minute without events is 0. */
export function everyMinute(known: readonly Minute[], now: number, count: number): Minute[] {
  const byStart = new Map(known.map((one) => [Date.parse(one.minute), one]));
  const last = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  return Array.from({ length: count }, (_, index) => {
    const start = last - (count - 1 - index) * MINUTE_MS;
    return byStart.get(start) ?? { minute: new Date(start).toISOString(), accepted: 0, rejected: 0 };
  });
}
