import type { HuntDetail } from '@vedette/api-client';
import { alertsPerDay } from '../../hunts/outcome';
import { amount, counted, duration } from '../../layout/format-amount';

const DAY = 86_400_000;

export const spans = [
  ['day', 'Last 24 hours'],
  ['week', '7 days'],
  ['month', '30 days'],
  ['all', 'All kept'],
] as const;
export type Span = (typeof spans)[number][0];

// Nothing is kept longer than 400 days.
const days: Readonly<Record<Span, number>> = { day: 1, week: 7, month: 30, all: 400 };

/** ISO 8601, both ends. */
export function spanOf(span: Span, now: number): { readonly from: string; readonly to: string } {
  return { from: new Date(now - days[span] * DAY).toISOString(), to: new Date(now).toISOString() };
}

/** Where it stands, or what came of it, in one sentence. */
export function backtestWords(hunt: HuntDetail, ms: number | null): string {
  const far = `${amount(hunt.eventsDone)} of ${counted(hunt.eventsTotal, 'event')}, ${matches(hunt)} so far${ms === null ? '' : `, ${duration(ms)}`}`;
  switch (hunt.state) {
    case 'WAITING':
      return 'It waits for its turn.';
    case 'RUNNING':
      return far;
    case 'CANCELLED':
      return `Cancelled: ${far}`;
    case 'FAILED':
      return `It did not finish: ${hunt.problem ?? 'no reason was given'}.`;
    case 'DONE':
      if (hunt.eventsTotal === 0) return 'No event is kept for this range.';
      return `${counted(hunt.alerts, 'alert')} predicted, ${matches(hunt)}, ${alertsPerDay(hunt)} a day`;
  }
}

function matches(hunt: HuntDetail): string {
  return counted(hunt.matches, 'match', 'matches');
}
