import { decayed, heatOf, severityRisk, withGain, type RiskAt } from './risk';

const DAY = 86_400_000;
const start = 1_763_600_000_000;

describe('the risk of an entity', () => {
  it('halves every 24 hours and never by a clock that is behind', () => {
    const risk = { score: 80, at: start };
    expect([0, 1, 2, 3].map((days) => decayed(risk, start + days * DAY))).toEqual([80, 40, 20, 10]);
    expect(decayed(risk, start - DAY)).toBe(80);
    expect(decayed(risk, start + 100_000 * DAY)).toBe(0);
  });

  it('adds up to the same in whatever order alerts arrive', () => {
    const gains = Array.from({ length: 50 }, (_, n) => ({ gain: [5, 15, 40, 80][n % 4] ?? 0, at: start + ((n * 7_919) % 97) * 1_000_000 }));
    const sum = (list: typeof gains) => list.reduce<RiskAt>((risk, { gain, at }) => withGain(risk, gain, at), { score: 0, at: 0 });
    const [one, other] = [sum(gains), sum([...gains].reverse())];
    expect(one.at).toBe(other.at);
    expect(one.score).toBeCloseTo(other.score, 9);
    expect(one.score).toBeCloseTo(gains.reduce((total, { gain, at }) => total + gain * 2 ** (-(one.at - at) / DAY), 0), 9);
  });

  it('is nothing again once all that was added is taken back, however much later', () => {
    const added = withGain(withGain({ score: 0, at: start }, 80, start), 15, start + DAY / 3);
    const left = withGain(withGain(added, -80, start), -15, start + DAY / 3);
    expect(left.score).toBe(0);
    expect(withGain({ ...added, at: added.at }, -80, start).score).toBeCloseTo(15, 9);
  });

  it('orders entities by heat as it orders them by score, today and in a week', () => {
    const risks = Array.from({ length: 40 }, (_, n) => ({ score: 1 + ((n * 31) % 97), at: start + ((n * 13) % 29) * 3_600_000 }));
    const byHeat = [...risks].sort((a, b) => (heatOf(b) ?? 0) - (heatOf(a) ?? 0));
    for (const now of [start + 2 * DAY, start + 9 * DAY]) {
      expect([...risks].sort((a, b) => decayed(b, now) - decayed(a, now))).toEqual(byHeat);
    }
    expect(heatOf({ score: 0, at: start })).toBeNull();
  });

  it('weighs severities as it is documented', () => {
    expect(severityRisk).toEqual({ informational: 0, low: 5, medium: 15, high: 40, critical: 80 });
  });
});
