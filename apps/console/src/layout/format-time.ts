const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `5 min ago`, `in 3 d`. A clock that runs a little behind the gateway's must not put an alert into the future. */
export function relativeTime(at: number, now: number): string {
  const distance = now - at;
  const size = Math.abs(distance);
  if (size < 5 * SECOND) return 'just now';
  const amount =
    size < MINUTE
      ? `${Math.floor(size / SECOND)} s`
      : size < HOUR
        ? `${Math.floor(size / MINUTE)} min`
        : size < DAY
          ? `${Math.floor(size / HOUR)} h`
          : `${Math.floor(size / DAY)} d`;
  return distance > 0 ? `${amount} ago` : `in ${amount}`;
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' });

/** `20 Nov, 22:41:07 UTC`; with the year where it is not this one. */
export function utcTime(at: number, now: number): string {
  const sameYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear();
  return `${(sameYear ? day : dayAndYear).format(at)}, ${clock.format(at)} UTC`;
}

/** `22:41:07.114 UTC`, for what happened within one alert. */
export function utcClock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 23)} UTC`;
}

export function utcDay(at: number): string {
  return dayAndYear.format(at);
}
