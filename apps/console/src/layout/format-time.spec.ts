import { relativeTime, utcClock, utcTime } from './format-time';

const now = Date.UTC(2026, 10, 20, 22, 41, 7, 114);

describe('a time', () => {
  it.each([
    [0, 'just now'],
    [-3_000, 'just now'],
    [59_900, '59 s ago'],
    [60_000, '1 min ago'],
    [3_599_000, '59 min ago'],
    [7_300_000, '2 h ago'],
    [172_900_000, '2 d ago'],
    [-172_900_000, 'in 2 d'],
  ])('%i ms back is told as "%s"', (back, told) => {
    expect(relativeTime(now - back, now)).toBe(told);
  });

  it('is told in UTC, with the year where it is another', () => {
    expect(utcTime(now, now)).toBe('20 Nov, 22:41:07 UTC');
    expect(utcTime(Date.UTC(2025, 0, 2, 3, 4, 5), now)).toBe('2 Jan 2025, 03:04:05 UTC');
    expect(utcClock(now)).toBe('22:41:07.114 UTC');
  });
});
