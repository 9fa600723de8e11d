import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RollbackRuleFileDocument, RuleFileDiffDocument } from '@vedette/api-client';
import { api } from '../api/client';

export interface Span {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export function useDiff(span: Span) {
  return useQuery({
    queryKey: ['rule-diff', span],
    queryFn: async ({ signal }) => (await api.request(RuleFileDiffDocument, { ...span }, signal)).ruleFileDiff ?? '',
    // A version never changes.
    staleTime: Infinity,
  });
}

export function useRollback(ruleId: string, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: { readonly path: string; readonly version: number }) => api.request(RollbackRuleFileDocument, { input }),
    onSuccess: ({ rollbackRuleFile: { userErrors } }) => {
      if (userErrors.length > 0) return;
      void queries.invalidateQueries({ queryKey: ['rule', ruleId] });
      void queries.invalidateQueries({ queryKey: ['rules'] });
      done();
    },
  });
}
