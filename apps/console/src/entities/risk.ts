/** Scores from which an entity deserves a look, and a closer one: a high alert adds 40, a critical one 80. */
const steps = [
  [120, 'critical', 'Very high'],
  [60, 'high', 'High'],
  [20, 'medium', 'Raised'],
  [1, 'low', 'Low'],
] as const;

export interface RiskLevel {
  readonly level: 'critical' | 'high' | 'medium' | 'low' | 'none';
  readonly words: string;
}

export function riskLevel(score: number): RiskLevel {
  const step = steps.find(([least]) => score >= least);
  return step ? { level: step[1], words: step[2] } : { level: 'none', words: 'None' };
}

/** A whole number, but never nothing where there is something. */
export function riskWords(score: number): string {
  if (score > 0 && score < 1) return 'under 1';
  return Math.round(score).toLocaleString('en');
}

const DAY = 86_400_000;

/** The score of now as it falls over the days to come if nothing more happens: half every 24 hours. */
export function decayCurve(score: number, days: number, points: number): { readonly days: number; readonly score: number }[] {
  return Array.from({ length: points }, (_, index) => {
    const at = (days * index) / Math.max(1, points - 1);
    return { days: at, score: score * 2 ** -at };
  });
}

/** When the score has fallen below 1, in milliseconds from now; null where it is already. */
export function quietAfter(score: number): number | null {
  return score > 1 ? Math.log2(score) * DAY : null;
}
