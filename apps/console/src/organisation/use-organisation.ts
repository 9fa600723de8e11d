import { useQuery } from '@tanstack/react-query';
import { DomainsDocument, JoinableDocument, SupportGrantsDocument, TenantSettingsDocument } from '@vedette/api-client';
import type { UserError } from '@vedette/api-client';
import { api } from '../api/client';
import { useSubmit } from '../api/use-submit';

const ORGANISATION = 'organisation';
export const SETTINGS = [ORGANISATION, 'settings'] as const;

/** @param enabled whoever may not read them does not ask */
export function useSettings(enabled = true) {
  return useQuery({ queryKey: SETTINGS, queryFn: async ({ signal }) => (await api.request(TenantSettingsDocument, {}, signal)).tenantSettings, enabled });
}
export function useDomains() {
  return useQuery({ queryKey: [ORGANISATION, 'domains'], queryFn: async ({ signal }) => (await api.request(DomainsDocument, {}, signal)).domains });
}
export function useSupportGrants(enabled = true) {
  return useQuery({ queryKey: [ORGANISATION, 'support'], queryFn: async ({ signal }) => (await api.request(SupportGrantsDocument, {}, signal)).supportGrants, enabled });
}
/** Organisations that the domain of one's address lets one join. */
export function useJoinable(enabled: boolean) {
  return useQuery({
    queryKey: [ORGANISATION, 'joinable'],
    queryFn: async ({ signal }) => (await api.request(JoinableDocument, {}, signal)).viewer?.joinable ?? [],
    enabled,
    staleTime: 5 * 60_000,
  });
}

/** A change of the organisation: its name and state stand with the viewer, too. */
export function useOrganisationChange<Input, Answer extends { readonly userErrors: readonly UserError[] }>(change: (input: Input) => Promise<Answer>, done?: (answer: Answer) => void) {
  return useSubmit(change, { refresh: [[ORGANISATION], ['viewer']], done });
}
