import { amount, counted, duration, share } from './format-amount';

describe('an amount', () => {
  it('is grouped by thousands, and its word follows it', () => {
    expect(amount(1_234_567)).toBe('1,234,567');
    expect([counted(0, 'event'), counted(1, 'event'), counted(2, 'event'), counted(2, 'match', 'matches')]).toEqual(['0 events', '1 event', '2 events', '2 matches']);
  });

  it.each([
    [0, 0, '0 %'],
    [0, 10, '0 %'],
    [10, 10, '100 %'],
    [1, 1_000_000, 'under 0.1 %'],
    [999_999, 1_000_000, 'over 99.9 %'],
    [32, 1000, '3.2 %'],
    [1, 100, '1 %'],
    [996, 1000, '99 %'],
    [1, 2, '50 %'],
  ])('as a share: %i of %i is %s', (part, whole, told) => {
    expect(share(part, whole)).toBe(told);
  });

  it.each([
    [-5, '0 ms'],
    [230, '230 ms'],
    [9_990, '9.9 s'],
    [59_999, '59 s'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
  ])('as a duration: %i ms is %s', (ms, told) => {
    expect(duration(ms)).toBe(told);
  });
});
