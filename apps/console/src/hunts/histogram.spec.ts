import { binsOf } from './histogram';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);

describe('the histogram of a hunt', () => {
  it('has a bin for each hour of a day, empty ones too, and loses no match', () => {
    const bins = binsOf([{ at: '2026-11-19T11:00:00.000Z', matches: 3 }, { at: '2026-11-20T10:00:00.000Z', matches: 2 }], at('2026-11-19T10:30:00Z'), at('2026-11-20T10:30:00Z'));
    expect(bins).toHaveLength(25);
    expect([bins[0]?.matches, bins[1]?.matches, bins.at(-1)?.matches]).toEqual([0, 3, 2]);
  });

  it.each([1, 24, 168, 720, 9_600])('keeps a range of %i hours to a width that can be looked at', (hours) => {
    const to = at('2026-11-20T10:30:00Z');
    const from = to - hours * HOUR;
    const each = Array.from({ length: hours + 1 }, (_, index) => ({ at: new Date(Math.floor(from / HOUR) * HOUR + index * HOUR).toISOString(), matches: 1 }));
    const bins = binsOf(each, from, to);
    expect(bins.length).toBeLessThanOrEqual(61);
    expect(bins.reduce((sum, { matches }) => sum + matches, 0)).toBe(hours + 1);
  });

  it('ignores times it cannot read', () => {
    expect(binsOf([{ at: 'never', matches: 5 }], 0, HOUR).every(({ matches }) => matches === 0)).toBe(true);
  });
});
