import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { AlertChangedDocument, AlertsDocument } from '@vedette/api-client';
import type { AlertRow, FeedState } from '@vedette/api-client';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { api } from '../api/client';
import { askedFilter, isAbout, matchesFilter, writeFilter } from './alert-filter';
import type { ListFilter } from './alert-filter';
import { liveList, nothingYet, rowsOf } from './live-list';
import type { PageView } from './live-list';

const PAGE = 50;

/** The list under a filter: pages that were read, and what has come in since. */
export function useAlertList(filter: ListFilter) {
  const key = useMemo(() => ['alerts', writeFilter(filter).toString()], [filter]);
  const queries = useQueryClient();
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam, signal }) => (await api.request(AlertsDocument, { first: PAGE, after: pageParam, filter: askedFilter(filter) }, signal)).alerts,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    // What changes later comes through the feed: reading again would move rows under the reader.
    staleTime: Infinity,
    gcTime: 0,
  });
  const [list, act] = useReducer(liveList, nothingYet);
  const [feed, setFeed] = useState<FeedState>('connecting');

  const read: AlertRow[] = useMemo(() => pages.data?.pages.flatMap(({ edges }) => edges.map(({ node }) => node).filter((alert) => isAbout(filter, alert))) ?? [], [pages.data, filter]);
  const page: PageView = useMemo(
    () => ({ ids: new Set(read.map(({ id }) => id)), oldest: pages.hasNextPage ? (read.at(-1)?.openedAt ?? null) : null, matches: (alert) => matchesFilter(filter, alert) }),
    [read, pages.hasNextPage, filter],
  );
  const latest = useRef(page);
  useEffect(() => {
    latest.current = page;
  }, [page]);

  const liveCursor = pages.data?.pages[0]?.pageInfo.liveCursor;
  useEffect(() => {
    if (liveCursor === undefined) return;
    act({ type: 'reset' });
    return api.resumable({
      document: AlertChangedDocument,
      variables: {},
      after: liveCursor,
      cursorOf: ({ alertChanged }) => alertChanged.cursor,
      onNext: ({ alertChanged }) => act({ type: 'change', alert: alertChanged.alert, page: latest.current }),
      onState: setFeed,
      onExpired: () => void queries.resetQueries({ queryKey: key }),
      onError: () => void queries.invalidateQueries({ queryKey: ['viewer'] }),
    });
  }, [liveCursor, key, queries]);

  return {
    rows: rowsOf(list, read),
    waiting: list.waiting.length,
    held: list.held?.length ?? null,
    feed,
    pages,
    show: () => act({ type: 'show' }),
    pause: () => act({ type: 'pause' }),
    resume: () => act({ type: 'resume', page: latest.current }),
  };
}
