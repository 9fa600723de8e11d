import type { LedgerQuery } from '@vedette/api-client';

export type LedgerLine = LedgerQuery['ledger'][number];
type Quality = LedgerLine['quality'];

/** In the order in which the equation reads. */
export const fates = ['refused', 'dropped', 'evaluated', 'failed', 'waiting'] as const;
export type Fate = (typeof fates)[number];
export type Books = Readonly<Record<Fate | 'received', number>> & { readonly quality: Quality };

export const fateWords: Readonly<Record<Fate, string>> = {
  refused: 'Lines that were no event; the sender was told which',
  dropped: 'Events of muted sources',
  evaluated: 'Events that every rule has looked at',
  failed: 'Events that our own code failed on: a bug of ours',
  waiting: 'Stored, and about to be evaluated',
};

export const emptyBooks: Books = { received: 0, refused: 0, dropped: 0, evaluated: 0, failed: 0, waiting: 0, quality: { unparsed: 0, untimed: 0, late: 0, ahead: 0 } };

/** All lines as one. */
export function sumOfLines(lines: readonly Books[]): Books {
  return lines.reduce<Books>(
    (sum, line) => ({
      received: sum.received + line.received,
      refused: sum.refused + line.refused,
      dropped: sum.dropped + line.dropped,
      evaluated: sum.evaluated + line.evaluated,
      failed: sum.failed + line.failed,
      waiting: sum.waiting + line.waiting,
      quality: {
        unparsed: sum.quality.unparsed + line.quality.unparsed,
        untimed: sum.quality.untimed + line.quality.untimed,
        late: sum.quality.late + line.quality.late,
        ahead: sum.quality.ahead + line.quality.ahead,
      },
    }),
    emptyBooks,
  );
}

/** How far the books are from adding up: 0, or a bug that must be seen. */
export function unaccounted(books: Books): number {
  return books.received - fates.reduce((sum, fate) => sum + books[fate], 0);
}

export const spans = [
  ['1', 'Today'],
  ['7', '7 days'],
  ['30', '30 days'],
] as const;
export type Span = (typeof spans)[number][0];

const DAY = 86_400_000;

/** `YYYY-MM-DD` in UTC, the `count` days up to now, the newest first. */
export function lastDays(now: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => new Date(now - index * DAY).toISOString().slice(0, 10));
}

/** From the first to the last day of a span that ends now. */
export function rangeOf(span: Span, now: number): { readonly from: string; readonly to: string } {
  const days = lastDays(now, Number(span));
  return { from: days.at(-1) ?? '', to: days[0] ?? '' };
}
