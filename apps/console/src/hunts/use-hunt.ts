import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CancelHuntDocument, HuntChangedDocument, HuntDocument, HuntHitsDocument, HuntsDocument, StartHuntDocument } from '@vedette/api-client';
import type { FeedState, HuntDetail, StartedKind } from '@vedette/api-client';
import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { isUnderWay } from './outcome';

const POLL_MS = 3_000;
const PAGE = 50;
/** The gateway keeps no more. */
export const MOST_HITS = 1_000;

export interface Question {
  readonly kind: StartedKind;
  readonly yaml: string;
  readonly title: string | null;
  readonly from: string;
  readonly to: string;
  readonly sources: readonly string[] | null;
}

export function useHunts() {
  return useQuery({
    queryKey: ['hunts'],
    queryFn: async ({ signal }) => (await api.request(HuntsDocument, {}, signal)).hunts,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? POLL_MS : false),
  });
}

/** One hunt, live until it ends. */
export function useHunt(id: string) {
  const queries = useQueryClient();
  const [feed, setFeed] = useState<FeedState>('connecting');
  const hunt = useQuery({
    queryKey: ['hunt', id],
    queryFn: async ({ signal }) => (await api.request(HuntDocument, { id }, signal)).hunt,
    // An answer that was on its way when the feed told the end would bring back an older state: asking again mends that.
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL_MS : false),
  });
  const live = hunt.data ? isUnderWay(hunt.data) : false;
  useEffect(() => {
    if (!live) return;
    const reread = () => void queries.invalidateQueries({ queryKey: ['hunt', id] });
    return api.resumable({
      document: HuntChangedDocument,
      variables: { id },
      after: null,
      cursorOf: ({ huntChanged }) => huntChanged.cursor,
      onNext: ({ huntChanged }) => queries.setQueryData(['hunt', id], huntChanged.hunt),
      // Without a cursor nothing is replayed: read again whenever the line is (back) up.
      onState: (state) => {
        setFeed(state);
        if (state === 'live') reread();
      },
      onExpired: reread,
      onError: () => void queries.invalidateQueries({ queryKey: ['viewer'] }),
    });
  }, [id, live, queries]);
  return { hunt, feed };
}

/** The hits in the order they were found. The last page that was read fills up while the hunt runs. */
export function useHits({ id, matches }: HuntDetail) {
  const hits = useInfiniteQuery({
    queryKey: ['hunt-hits', id],
    queryFn: async ({ pageParam, signal }) => (await api.request(HuntHitsDocument, { id, after: pageParam, first: PAGE }, signal)).hunt?.hits ?? [],
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length === PAGE ? (page.at(-1)?.position ?? null) : null),
    staleTime: Infinity,
  });
  const read = hits.data?.pages.flat() ?? [];
  const { refetch, isFetching } = hits;
  const behind = read.length < Math.min(matches, MOST_HITS) && read.length < (hits.data?.pages.length ?? 1) * PAGE;
  useEffect(() => {
    if (!behind || isFetching) return;
    const timer = setTimeout(() => void refetch(), 500);
    return () => clearTimeout(timer);
  }, [behind, isFetching, refetch, matches]);
  return { hits, read };
}

export function useStartHunt(started: (hunt: HuntDetail) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Question) => api.request(StartHuntDocument, { input }),
    onSuccess: ({ startHunt: { hunt } }) => {
      if (!hunt) return;
      queries.setQueryData(['hunt', hunt.id], hunt);
      void queries.invalidateQueries({ queryKey: ['hunts'] });
      started(hunt);
    },
  });
}

export function useCancelHunt(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.request(CancelHuntDocument, { input: { id } }),
    onSuccess: ({ cancelHunt: { hunt } }) => {
      if (hunt) queries.setQueryData(['hunt', id], hunt);
      void queries.invalidateQueries({ queryKey: ['hunts'] });
    },
  });
}
