import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { OpenSupportGrantsDocument, PlatformLogDocument, PlatformTenantDocument, PlatformTenantsDocument } from '@vedette/api-client';
import type { UserError } from '@vedette/api-client';
import { api } from '../api/client';
import { useSubmit } from '../api/use-submit';

const PLATFORM = 'platform';
const PAGE = 50;

const nextOf = ({ pageInfo }: { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null);

/** Newest first. @param search a part of the name */
export function useTenants(search: string) {
  return useInfiniteQuery({
    queryKey: [PLATFORM, 'tenants', search],
    queryFn: async ({ pageParam, signal }) => (await api.request(PlatformTenantsDocument, { first: PAGE, after: pageParam, search: search || null }, signal)).platformTenants,
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    placeholderData: (before) => before,
  });
}
export function useTenant(id: string) {
  return useQuery({ queryKey: [PLATFORM, 'tenant', id], queryFn: async ({ signal }) => (await api.request(PlatformTenantDocument, { id }, signal)).platformTenant });
}
export function usePlatformLog() {
  return useInfiniteQuery({
    queryKey: [PLATFORM, 'log'],
    queryFn: async ({ pageParam, signal }) => (await api.request(PlatformLogDocument, { first: PAGE, after: pageParam }, signal)).platformLog,
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
  });
}
export function useOpenGrants() {
  return useQuery({ queryKey: [PLATFORM, 'grants'], queryFn: async ({ signal }) => (await api.request(OpenSupportGrantsDocument, {}, signal)).openSupportGrants });
}

/** An act of an operator: the lists, the tenant and the log all show it. */
export function usePlatformChange<Input, Answer extends { readonly userErrors: readonly UserError[] }>(change: (input: Input) => Promise<Answer>, done?: (answer: Answer) => void) {
  return useSubmit(change, { refresh: [[PLATFORM]], done });
}
