import { decayCurve, quietAfter, riskLevel, riskWords } from './risk';

describe('the risk of an entity', () => {
  it('is told by a word as well as by a number', () => {
    expect([0, 0.4, 5, 20, 79, 120].map((score) => [riskWords(score), riskLevel(score).level])).toEqual([
      ['0', 'none'],
      ['under 1', 'none'],
      ['5', 'low'],
      ['20', 'medium'],
      ['79', 'high'],
      ['120', 'critical'],
    ]);
  });

  it('halves with every day, as the gateway reckons it', () => {
    expect(decayCurve(80, 3, 4)).toEqual([
      { days: 0, score: 80 },
      { days: 1, score: 40 },
      { days: 2, score: 20 },
      { days: 3, score: 10 },
    ]);
  });

  it('is over after as many days as it can be halved', () => {
    expect([quietAfter(0), quietAfter(1), quietAfter(64)]).toEqual([null, null, 6 * 86_400_000]);
  });
});
