import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExclusionsDocument, RerunRuleDocument, RuleDocument, RulesDocument } from '@vedette/api-client';
import type { HuntDetail } from '@vedette/api-client';
import { useMemo } from 'react';
import { api } from '../api/client';
import { askedRules, writeRuleFilter } from './rule-filter';
import type { RuleListFilter } from './rule-filter';

const PAGE = 50;

export function useRuleList(filter: RuleListFilter) {
  const pages = useInfiniteQuery({
    queryKey: ['rules', writeRuleFilter(filter).toString()],
    queryFn: async ({ pageParam, signal }) => (await api.request(RulesDocument, { first: PAGE, after: pageParam, filter: askedRules(filter) }, signal)).rules,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    // While words are typed the list that was there stays: one that flashes cannot be read.
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap(({ edges }) => edges.map(({ node }) => node)) ?? [], [pages.data]);
  return { pages, rows };
}

export function useRule(id: string) {
  return useQuery({ queryKey: ['rule', id], queryFn: async ({ signal }) => (await api.request(RuleDocument, { id }, signal)).rule });
}

/** In force and past, newest first. */
export function useExclusions(ruleId: string) {
  return useQuery({ queryKey: ['exclusions', ruleId], queryFn: async ({ signal }) => (await api.request(ExclusionsDocument, { ruleId }, signal)).exclusions });
}

/** Opens the alerts that the rule would have opened, as a hunt that can be followed. */
export function useRerun(started: (hunt: HuntDetail) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: { readonly ruleId: string; readonly from: string; readonly to: string }) => api.request(RerunRuleDocument, { input }),
    onSuccess: ({ rerunRule: { hunt } }) => {
      if (!hunt) return;
      queries.setQueryData(['hunt', hunt.id], hunt);
      void queries.invalidateQueries({ queryKey: ['hunts'] });
      started(hunt);
    },
  });
}
