const DAY_MS = 24 * 60 * 60 * 1000;

/** How long the trial still goes on: in days, rounded up, and on the last one in hours; null when it is over. */
export function trialLeft(endsAt: string, now: number): string | null {
  const left = Date.parse(endsAt) - now;
  if (!(left > 0)) return null;
  if (left > DAY_MS) return `${Math.ceil(left / DAY_MS)} days`;
  const hours = Math.ceil(left / 3_600_000);
  return hours > 1 ? `${hours} hours` : 'less than an hour';
}
