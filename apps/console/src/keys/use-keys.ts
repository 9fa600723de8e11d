import { useQuery } from '@tanstack/react-query';
import { ApiKeysDocument, ServiceAccountsDocument } from '@vedette/api-client';
import type { ApiKey, UserError } from '@vedette/api-client';
import { api } from '../api/client';
import { useSubmit } from '../api/use-submit';

/** Beginning of every key, so that one change refreshes all of the page. */
const KEYS = 'api-keys';

export function useKeys() {
  return useQuery({ queryKey: [KEYS, 'list'], queryFn: async ({ signal }) => (await api.request(ApiKeysDocument, {}, signal)).apiKeys });
}
export function useServiceAccounts() {
  return useQuery({ queryKey: [KEYS, 'service-accounts'], queryFn: async ({ signal }) => (await api.request(ServiceAccountsDocument, {}, signal)).serviceAccounts });
}

/** What is answered to who makes a key or rotates one. */
export interface MadeKey {
  readonly apiKey: ApiKey | null;
  readonly secret: string | null;
}

/** A change of keys or service accounts. */
export function useKeyChange<Input, Answer extends { readonly userErrors: readonly UserError[] }>(change: (input: Input) => Promise<Answer>, done?: (answer: Answer) => void) {
  return useSubmit(change, { refresh: [[KEYS]], done });
}
