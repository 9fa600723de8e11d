import type { Severity } from './alert';

/** What an alert adds to the risk of its entity. */
export const severityRisk: Readonly<Record<Severity, number>> = {
  informational: 0,
  low: 5,
  medium: 15,
  high: 40,
  critical: 80,
};

const DAY = 86_400_000;

/** A score as it was at an instant; milliseconds. */
export interface RiskAt {
  readonly score: number;
  readonly at: number;
}

/** What is left of a score: half after 24 hours, a quarter after 48. */
export function decayed({ score, at }: RiskAt, now: number): number {
  return score * 2 ** (-Math.max(0, now - at) / DAY);
}

/**
 * A score with what was gained at `at` (below zero: taken back), as of the later of the two instants. As every part
 * halves alike, the order in which gains arrive makes no difference. What rounding leaves of nothing is nothing.
 */
export function withGain(risk: RiskAt, gain: number, at: number): RiskAt {
  const latest = Math.max(risk.at, at);
  const score = decayed(risk, latest) + decayed({ score: gain, at }, latest);
  return { score: score < 1e-6 ? 0 : score, at: latest };
}

/**
 * log2(score) + days: two entities compare by it as they compare by their scores at any one instant, so an index can
 * keep the order although every score changes all the time. Null for no risk at all.
 */
export function heatOf({ score, at }: RiskAt): number | null {
  return score > 0 ? Math.log2(score) + at / DAY : null;
}
