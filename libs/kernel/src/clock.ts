/** The one door to time: everything that asks the hour takes a `Clock`, so a test can hold it still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  date(): Date;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  date: () => new Date(),
};

/** A `Date` from a known instant (milliseconds, or an ISO 8601 text). */
export function dateFrom(instant: number | string): Date {
  return new Date(instant);
}
