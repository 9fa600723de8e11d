import { emptyBooks, lastDays, rangeOf, sumOfLines, unaccounted } from './ledger-sum';

const line = { received: 1_204_331, refused: 12, dropped: 0, evaluated: 1_204_300, failed: 0, waiting: 19, quality: { unparsed: 3, untimed: 1, late: 0, ahead: 0 } };

describe('the ledger', () => {
  it('adds up line by line', () => {
    const sum = sumOfLines([line, line]);
    expect([sum.received, sum.waiting, sum.quality.unparsed]).toEqual([2_408_662, 38, 6]);
    expect(unaccounted(sum)).toBe(0);
    expect(sumOfLines([])).toEqual(emptyBooks);
  });

  it('says how many events are missing from it', () => {
    expect(unaccounted({ ...line, evaluated: 1_204_290 })).toBe(10);
  });

  it('covers whole days in UTC, today among them', () => {
    const now = Date.parse('2026-03-01T00:30:00Z');
    expect(lastDays(now, 3)).toEqual(['2026-03-01', '2026-02-28', '2026-02-27']);
    expect(rangeOf('1', now)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
    expect(rangeOf('30', now)).toEqual({ from: '2026-01-31', to: '2026-03-01' });
  });
});
