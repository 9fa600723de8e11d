import type { RuleQuery } from '@vedette/api-client';

export type RuleDetail = NonNullable<RuleQuery['rule']>;
export type RuleDay = RuleDetail['days'][number];

const DAY = 86_400_000;
export const SHOWN_DAYS = 90;

/** Every day of the last 90, UTC, oldest first; those on which it did nothing too. */
export function lastDays(days: readonly RuleDay[], now: number): RuleDay[] {
  const known = new Map(days.map((each) => [each.day, each]));
  return Array.from({ length: SHOWN_DAYS }, (_, index) => {
    const day = new Date(now - (SHOWN_DAYS - 1 - index) * DAY).toISOString().slice(0, 10);
    return known.get(day) ?? { day, matched: 0, excluded: 0, alerts: 0 };
  });
}

export function sumOf(days: readonly RuleDay[]): Omit<RuleDay, 'day'> {
  return days.reduce((sum, { matched, excluded, alerts }) => ({ matched: sum.matched + matched, excluded: sum.excluded + excluded, alerts: sum.alerts + alerts }), { matched: 0, excluded: 0, alerts: 0 });
}
