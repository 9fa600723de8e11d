const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `1,234,567` */
export function amount(count: number): string {
  return count.toLocaleString('en');
}

/** `1 event`, `1,234 events`; for words that take another ending, name it. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${amount(count)} ${count === 1 ? one : many}`;
}

/** A part of a whole: `0 %`, `under 0.1 %`, `3.2 %`, `over 99.9 %`. Never rounded to nothing or to all, where it is neither. */
export function share(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  if (part >= whole) return '100 %';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return 'under 0.1 %';
  if (percent > 99.9) return 'over 99.9 %';
  return `${percent < 10 ? percent.toFixed(1).replace(/\.0$/, '') : Math.min(99, Math.round(percent))} %`;
}

/** How long something took: `230 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const length = Math.max(0, ms);
  if (length < SECOND) return `${Math.round(length)} ms`;
  if (length < 10 * SECOND) return `${(Math.floor(length / 100) / 10).toFixed(1)} s`;
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min ${Math.floor((length % MINUTE) / SECOND)} s`;
  return `${Math.floor(length / HOUR)} h ${Math.floor((length % HOUR) / MINUTE)} min`;
}
