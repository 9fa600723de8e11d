const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days until an instant: never more than are left. */
export function daysLeft(at: string, now: number): string {
  const days = Math.floor((Date.parse(at) - now) / DAY_MS);
  return days < 1 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`;
}

/** `45 minutes`, `8 hours`, `1 hour 30 minutes` */
export function minutesInWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const words = (count: number, unit: string) => (count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`]);
  return [...words(hours, 'hour'), ...words(rest, 'minute')].join(' ');
}
