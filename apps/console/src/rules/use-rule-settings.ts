import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { OverrideRuleSeverityDocument, SetRulesEnabledDocument } from '@vedette/api-client';
import type { RuleQuery, RuleRow, RulesQuery, Severity } from '@vedette/api-client';
import { api } from '../api/client';
import { wordsOf } from '../api/words-of';
import { severityWords, switchedWords, wayBack } from './rule-words';
import type { Way } from './rule-words';

/** What the last change did, and the way back. */
export interface Said {
  readonly words: string;
  readonly refused?: boolean;
  readonly back?: Way;
}

const KEY = ['rule-said'];

export function useSay() {
  const queries = useQueryClient();
  return (said: Said | null) => void queries.setQueryData(KEY, said);
}

/** Switches and re-rates rules. What was said stays while the reader walks from the list to a rule. */
export function useRuleSettings() {
  const queries = useQueryClient();
  const said = useQuery<Said | null>({ queryKey: KEY, queryFn: skipToken, staleTime: Infinity });
  const say = useSay();
  const refuse = (error: unknown) => say({ words: wordsOf(error), refused: true });

  const turn = useMutation({
    mutationFn: ({ ids, on }: { readonly ids: readonly string[]; readonly on: boolean; readonly undoing?: boolean }) => api.request(SetRulesEnabledDocument, { input: { ruleIds: [...ids], enabled: on } }),
    onSuccess: ({ setRulesEnabled: { before, userErrors } }, { ids, on, undoing }) => {
      const [refusal] = userErrors;
      if (refusal) return say({ words: refusal.message, refused: true });
      const back = wayBack(before ?? [], on);
      const words = undoing ? 'As before.' : switchedWords(back?.kind === 'switch' ? back.ids.length : 0, ids.length, on);
      say({ words, ...(back && !undoing ? { back } : {}) });
      patch(queries, new Set(ids), { enabled: on });
    },
    onError: refuse,
  });
  const rate = useMutation({
    mutationFn: ({ id, severity, note }: { readonly id: string; readonly severity: Severity | null; readonly note?: string; readonly undoing?: boolean }) =>
      api.request(OverrideRuleSeverityDocument, { input: { ruleId: id, severity, ...(note === undefined ? {} : { note }) } }),
    onSuccess: ({ overrideRuleSeverity: { before, userErrors } }, { id, severity, undoing }) => {
      const [refusal] = userErrors;
      if (refusal) return say({ words: refusal.message, refused: true });
      const [was] = before ?? [];
      const words = undoing ? 'As before.' : severity ? `Its alerts are ${severityWords[severity].toLowerCase()} from now on.` : 'Its alerts are as the rule is written from now on.';
      say({ words, ...(was && !undoing ? { back: { kind: 'severity', id, severity: was.severity, note: was.note } } : {}) });
      patch(queries, new Set([id]), { severity });
    },
    onError: refuse,
  });
  const undo = (way: Way) => {
    if (way.kind === 'switch') turn.mutate({ ids: way.ids, on: way.on, undoing: true });
    else rate.mutate({ ...way, undoing: true });
  };
  return { turn, rate, undo, busy: turn.isPending || rate.isPending, said: said.data ?? null, dismiss: () => say(null) };
}

/** In place: reading the list again would move rows away from under the reader. */
function patch(queries: QueryClient, ids: ReadonlySet<string>, change: Partial<Pick<RuleRow, 'enabled' | 'severity'>>): void {
  const changed = (row: RuleRow): RuleRow => (ids.has(row.id) ? { ...row, ...change } : row);
  queries.setQueriesData<InfiniteData<RulesQuery['rules']>>({ queryKey: ['rules'] }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, edges: page.edges.map((edge) => ({ ...edge, node: changed(edge.node) })) })) });
  for (const id of ids) {
    queries.setQueryData<RuleQuery['rule']>(['rule', id], (data) => data && { ...data, rule: changed(data.rule) });
    void queries.invalidateQueries({ queryKey: ['rule', id] });
  }
}
