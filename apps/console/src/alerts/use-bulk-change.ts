import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChangeAlertsDocument, UndoAlertChangeDocument } from '@vedette/api-client';
import type { AlertMove, AlertResolution } from '@vedette/api-client';
import { api } from '../api/client';
import { wordsOf } from '../api/words-of';
import { bulkWords, doneWords } from './bulk-words';
import { personOf } from './person';
import { usePeople } from './use-people';

export interface ChangeAlertsInput {
  readonly move: AlertMove;
  readonly resolution?: AlertResolution;
  readonly reason?: string;
  /** Null: nobody. */
  readonly assignee?: string | null;
}

/** What the last change did, and the way back while there is one. */
export interface Said {
  readonly words: string;
  readonly refused?: boolean;
  readonly undo?: { readonly token: string; readonly until: number };
}

const KEY = ['bulk-change'];
const UNDO_MS = 600_000;

/** Changes many alerts at once. What was said stays while the reader looks at an alert and comes back. */
export function useBulkChange(done: () => void) {
  const queries = useQueryClient();
  const people = usePeople();
  const said = useQuery<Said | null>({ queryKey: KEY, queryFn: skipToken, staleTime: Infinity, gcTime: UNDO_MS });
  const say = (next: Said | null) => queries.setQueryData(KEY, next);
  const stumble = (error: unknown) => say({ words: wordsOf(error), refused: true });
  const reread = () => {
    void queries.invalidateQueries({ queryKey: ['alert'] });
    void queries.invalidateQueries({ queryKey: ['alert-work'] });
    void queries.invalidateQueries({ queryKey: ['riskiest'] });
  };

  const change = useMutation({
    mutationFn: ({ ids, input }: { ids: readonly string[]; input: ChangeAlertsInput }) => api.request(ChangeAlertsDocument, { input: { ...input, ids } }),
    onSuccess: ({ changeAlerts: { changed, skipped, undoToken, undoUntil, userErrors } }, { input }) => {
      const [refusal] = userErrors;
      if (refusal) return void say({ words: refusal.message, refused: true });
      const words = bulkWords(doneWords(input, (principal) => personOf(principal, people)), { changed: changed ?? 0, skipped: skipped ?? [] });
      say({ words, ...(changed && undoToken && undoUntil ? { undo: { token: undoToken, until: Date.parse(undoUntil) } } : {}) });
      reread();
      done();
    },
    onError: stumble,
  });
  const undo = useMutation({
    mutationFn: (token: string) => api.request(UndoAlertChangeDocument, { input: { token } }),
    onSuccess: ({ undoAlertChange: { changed, skipped, userErrors } }) => {
      const [refusal] = userErrors;
      say(refusal ? { words: refusal.message, refused: true } : { words: bulkWords('as before', { changed: changed ?? 0, skipped: skipped ?? [] }) });
      reread();
    },
    onError: stumble,
  });
  return { change, undo, said: said.data ?? null, dismiss: () => say(null) };
}
