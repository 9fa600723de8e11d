const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone, calendar: 'iso8601', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    // There are some 600 names; whoever writes them in other cases makes this no larger.
    if (formats.size >= 1_000) formats.clear();
    formats.set(timeZone, format);
  }
  return format;
}

/** Names of the IANA database only: a fixed offset knows no summer. */
export function isTimeZone(name: string): boolean {
  if (name.length > 64 || !/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the wall clock shows at an instant, as if it were UTC; milliseconds, to the second. */
function wallAt(timeZone: string, at: number): number {
  const parts = new Map(formatOf(timeZone).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The local date at an instant, as the UTC midnight of that date. */
export function zonedDate(timeZone: string, at: number): number {
  return Math.floor(wallAt(timeZone, at) / DAY) * DAY;
}

/**
 * When the wall clock shows `wall` (as if it were UTC). A time that a change skips is the moment of the change; of one that
 * comes twice, the one that is asked for.
 */
export function zonedInstant(timeZone: string, wall: number, which: 'first' | 'last'): number {
  const offsetAt = (at: number): number => wallAt(timeZone, at) - Math.floor(at / 1_000) * 1_000;
  // Clocks change at most once in two days, so these are the offsets before and after a change near by.
  const instants = [offsetAt(wall - DAY), offsetAt(wall + DAY)].map((offset) => wall - offset);
  const shown = instants.filter((at) => wallAt(timeZone, at) === wall);
  if (shown.length > 0) return which === 'first' ? Math.min(...shown) : Math.max(...shown);
  let [before, after] = [Math.min(...instants), Math.max(...instants)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallAt(timeZone, middle) >= wall) after = middle;
    else before = middle;
  }
  return after;
}
