import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { LedgerDocument, SourcesDocument } from '@vedette/api-client';
import type { SourcesQuery } from '@vedette/api-client';
import { api } from '../api/client';
import { useNow } from '../layout/use-now';
import { lastDays, rangeOf } from './ledger-sum';
import type { LedgerLine, Span } from './ledger-sum';

export type Source = SourcesQuery['sources'][number];

export const SOURCES = ['sources'];
export const SHOWN_MINUTES = 30;
export const SHOWN_DAYS = 7;
const REFRESH_MS = 5_000;
const OLDER_REFRESH_MS = 60_000;

export function useSources() {
  return useQuery({
    queryKey: SOURCES,
    queryFn: async ({ signal }) => (await api.request(SourcesDocument, { minutes: SHOWN_MINUTES }, signal)).sources,
    refetchInterval: REFRESH_MS,
  });
}

const ledgerOf = async (from: string, to: string, signal: AbortSignal) => (await api.request(LedgerDocument, { from, to }, signal)).ledger;

export function useLedger(span: Span) {
  const { from, to } = rangeOf(span, useNow());
  return useQuery({
    queryKey: ['ledger', from, to],
    queryFn: ({ signal }) => ledgerOf(from, to, signal),
    refetchInterval: span === '1' ? REFRESH_MS : 4 * REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export interface SourceDay {
  readonly day: string;
  /** Undefined while it is read; null where nothing came. */
  readonly line: LedgerLine | null | undefined;
}

/** One source's last days, the newest first. The gateway sums over ranges, so each day is a question of its own. */
export function useSourceDays(name: string) {
  const days = lastDays(useNow(), SHOWN_DAYS);
  return useQueries({
    queries: days.map((day, index) => ({
      queryKey: ['ledger', day, day],
      queryFn: ({ signal }: { signal: AbortSignal }) => ledgerOf(day, day, signal),
      // What waited at midnight is evaluated a little later.
      refetchInterval: index === 0 ? REFRESH_MS : OLDER_REFRESH_MS,
    })),
    combine: (all) => ({
      days: days.map((day, index): SourceDay => ({ day, line: all[index]?.data && (all[index].data.find(({ source }) => source === name) ?? null) })),
      error: all.find(({ isError }) => isError)?.error ?? null,
      pending: all.some(({ isPending }) => isPending),
      retry: () => all.forEach(({ refetch }) => void refetch()),
    }),
  });
}
