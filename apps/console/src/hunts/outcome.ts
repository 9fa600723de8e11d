import type { HuntDetail, HuntRow, HuntState } from '@vedette/api-client';
import { amount, counted } from '../layout/format-amount';

const DAY = 86_400_000;

export const isUnderWay = ({ state }: { readonly state: HuntState }): boolean => state === 'WAITING' || state === 'RUNNING';

/** How long it has run, and how fast; null before it began. */
export function paceOf({ startedAt, finishedAt, eventsDone }: HuntRow, now: number): { ms: number; perSecond: number } | null {
  if (startedAt === null) return null;
  const ms = Math.max(1, (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt));
  return { ms, perSecond: Math.round((eventsDone / ms) * 1000) };
}

/** What came of it, in one sentence. */
export function verdictOf(hunt: HuntDetail): string {
  const looked = counted(hunt.eventsDone, 'event');
  switch (hunt.state) {
    case 'WAITING':
      return 'It waits for its turn.';
    case 'RUNNING':
      return hunt.matches === 0 ? 'Nothing found so far.' : `${counted(hunt.matches, 'event')} found so far.`;
    case 'CANCELLED':
      return `Cancelled after ${looked}; what it had found stays below.`;
    case 'FAILED':
      return `It did not finish: ${hunt.problem ?? 'no reason was given'}.`;
    case 'DONE':
      if (hunt.eventsTotal === 0) return 'No event is kept for this range and these sources.';
      if (hunt.matches === 0) return `Nothing found: 0 of ${amount(hunt.eventsTotal)} events.`;
      return `${counted(hunt.matches, 'event')} of ${amount(hunt.eventsTotal)} found.`;
  }
}

/** How many alerts a day the rule would have made, over as much of the range as is kept. */
export function alertsPerDay({ alerts, from, keptFrom, to }: HuntRow): string {
  const days = Math.max(1, (Date.parse(to) - Date.parse(keptFrom ?? from)) / DAY);
  const each = alerts / days;
  if (each === 0) return '0';
  if (each < 0.1) return 'under 0.1';
  return each < 10 ? each.toFixed(1).replace(/\.0$/, '') : amount(Math.round(each));
}
