import { useQueries, useQuery } from '@tanstack/react-query';
import { NotificationRulesDocument, RuleDocument, RulesDocument, SuppressionsDocument } from '@vedette/api-client';
import { api } from '../api/client';

export const SUPPRESSIONS = ['suppressions'];
export const NOTIFICATION_RULES = ['notification-rules'];

export function useSuppressions() {
  return useQuery({ queryKey: SUPPRESSIONS, queryFn: async ({ signal }) => (await api.request(SuppressionsDocument, {}, signal)).suppressions });
}

export function useNotificationRules() {
  return useQuery({ queryKey: NOTIFICATION_RULES, queryFn: async ({ signal }) => (await api.request(NotificationRulesDocument, {}, signal)).notificationRules });
}

const MOST_FOUND = 8;

/** Rules whose title or id contains the words. */
export function useFoundRules(text: string) {
  return useQuery({
    queryKey: ['rules-found', text],
    queryFn: async ({ signal }) => (await api.request(RulesDocument, { first: MOST_FOUND, filter: { text } }, signal)).rules.edges.map(({ node }) => node),
    enabled: text !== '',
    placeholderData: (before) => before,
  });
}

const MOST_TITLES = 40;

/** What rules are called, by id; one that cannot be read is called by its id. */
export function useRuleTitles(ids: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids)].slice(0, MOST_TITLES);
  return useQueries({
    queries: wanted.map((id) => ({
      queryKey: ['rule-title', id],
      queryFn: async ({ signal }: { signal: AbortSignal }) => (await api.request(RuleDocument, { id }, signal)).rule?.rule.title ?? null,
      staleTime: 600_000,
    })),
    combine: (answers) => new Map(answers.flatMap(({ data }, index) => (data ? [[wanted[index] ?? '', data]] : []))),
  });
}
