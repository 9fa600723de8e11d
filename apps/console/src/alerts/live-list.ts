import type { AlertRow } from '@vedette/api-client';

/** What came in since the pages were read. Nothing in here moves a row that somebody is looking at. */
export interface LiveList {
  /** New ones that the reader has asked to see, newest first. */
  readonly shown: readonly AlertRow[];
  /** New ones, announced only. */
  readonly waiting: readonly AlertRow[];
  /** The newest state of rows that are on the page, by id. */
  readonly changed: ReadonlyMap<string, AlertRow>;
  /** While paused: everything that came, in order. Null: not paused. */
  readonly held: readonly AlertRow[] | null;
}

/** What the reducer must know of the page to tell a new alert from an old one. */
export interface PageView {
  readonly ids: ReadonlySet<string>;
  /** `openedAt` of the last row, where more follow; older alerts come with "Load more". */
  readonly oldest: string | null;
  matches(alert: AlertRow): boolean;
}

export type LiveAction =
  | { readonly type: 'change'; readonly alert: AlertRow; readonly page: PageView }
  | { readonly type: 'show' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume'; readonly page: PageView }
  | { readonly type: 'reset' };

export const nothingYet: LiveList = { shown: [], waiting: [], changed: new Map(), held: null };

export function liveList(list: LiveList, action: LiveAction): LiveList {
  switch (action.type) {
    case 'change':
      return list.held ? { ...list, held: [...list.held, action.alert] } : take(list, action.alert, action.page);
    case 'show':
      return { ...list, shown: [...list.waiting, ...list.shown], waiting: [] };
    case 'pause':
      return { ...list, held: list.held ?? [] };
    case 'resume':
      return (list.held ?? []).reduce<LiveList>((next, alert) => take(next, alert, action.page), { ...list, held: null });
    case 'reset':
      return { ...nothingYet, held: list.held && [] };
  }
}

function take(list: LiveList, alert: AlertRow, page: PageView): LiveList {
  const isShown = list.shown.some(({ id }) => id === alert.id);
  // A row on the page stays there even when it no longer fits the filter: it was changed, it did not vanish.
  if (isShown || page.ids.has(alert.id)) return { ...list, changed: new Map(list.changed).set(alert.id, alert) };
  const waiting = list.waiting.filter(({ id }) => id !== alert.id);
  if (!page.matches(alert)) return { ...list, waiting };
  if (page.oldest && alert.openedAt < page.oldest) return list;
  // On an empty page there is nothing that could jump.
  if (page.ids.size === 0 && list.shown.length === 0) return { ...list, shown: [alert] };
  return { ...list, waiting: [alert, ...waiting].sort(newestFirst) };
}

/** What to render: new ones that were asked for, then the pages, each row in its newest state. */
export function rowsOf(list: LiveList, pages: readonly AlertRow[]): AlertRow[] {
  const seen = new Set<string>();
  return [...list.shown, ...pages]
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .sort(newestFirst)
    .map((row) => newer(row, list.changed.get(row.id)));
}

function newer(row: AlertRow, change: AlertRow | undefined): AlertRow {
  return change && change.changedAt >= row.changedAt ? change : row;
}

/** The order of the gateway. */
function newestFirst(one: AlertRow, other: AlertRow): number {
  return one.openedAt < other.openedAt ? 1 : one.openedAt > other.openedAt ? -1 : 0;
}
