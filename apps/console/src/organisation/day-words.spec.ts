import { daysLeft, minutesInWords } from './day-words';

const now = Date.UTC(2026, 10, 20);

describe('what is left', () => {
  it.each([
    ['2026-12-20T00:00:00.000Z', '30 days'],
    ['2026-12-19T23:59:59.000Z', '29 days'],
    ['2026-11-21T00:00:00.000Z', '1 day'],
    ['2026-11-20T23:00:00.000Z', 'less than a day'],
    ['2026-11-19T00:00:00.000Z', 'less than a day'],
  ])('until %s is %s', (at, words) => {
    expect(daysLeft(at, now)).toBe(words);
  });

  it('in minutes is told in hours', () => {
    expect([5, 60, 90, 1440].map(minutesInWords)).toEqual(['5 minutes', '1 hour', '1 hour 30 minutes', '24 hours']);
  });
});
