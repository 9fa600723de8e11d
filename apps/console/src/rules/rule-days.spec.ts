import { lastDays, sumOf } from './rule-days';

const now = Date.parse('2026-11-21T09:00:00Z');

describe('the days of a rule', () => {
  it('are ninety, to today, with the quiet ones between', () => {
    const days = lastDays([{ day: '2026-11-20', matched: 4, excluded: 1, alerts: 2 }], now);
    expect(days).toHaveLength(90);
    expect(days.at(0)?.day).toBe('2026-08-24');
    expect(days.at(-1)).toEqual({ day: '2026-11-21', matched: 0, excluded: 0, alerts: 0 });
    expect(days.at(-2)?.matched).toBe(4);
  });

  it('leave out what is older than what is shown', () => {
    expect(sumOf(lastDays([{ day: '2026-08-23', matched: 4, excluded: 0, alerts: 1 }], now))).toEqual({ matched: 0, excluded: 0, alerts: 0 });
  });
});
