import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MyDevicesDocument, MyEmailChangeDocument, MyFactorsDocument, MySessionsDocument } from '@vedette/api-client';
import type { UserError, Viewer } from '@vedette/api-client';
import { api } from '../api/client';

/** Beginning of every key, so that one change refreshes all of the page. */
export const OWN_ACCOUNT = 'own-account';

export function useFactors() {
  return useQuery({ queryKey: [OWN_ACCOUNT, 'factors'], queryFn: async ({ signal }) => (await api.request(MyFactorsDocument, {}, signal)).myFactors });
}
export function useEmailChange() {
  return useQuery({ queryKey: [OWN_ACCOUNT, 'email-change'], queryFn: async ({ signal }) => (await api.request(MyEmailChangeDocument, {}, signal)).myEmailChange });
}
export function useSessions() {
  return useQuery({ queryKey: [OWN_ACCOUNT, 'sessions'], queryFn: async ({ signal }) => (await api.request(MySessionsDocument, {}, signal)).mySessions });
}
export function useDevices() {
  return useQuery({ queryKey: [OWN_ACCOUNT, 'devices'], queryFn: async ({ signal }) => (await api.request(MyDevicesDocument, {}, signal)).myDevices });
}

interface Answer {
  readonly userErrors: readonly UserError[];
  /** As the session goes on. */
  readonly viewer?: Viewer | null;
}

/** A change of one's own account, what it was refused for, and the page read anew once it is made. */
export function useOwnChange<Input, Given extends Answer>(change: (input: Input) => Promise<Given>, done?: (answer: Given) => void) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      if (answer.userErrors.length > 0) return;
      if (answer.viewer) queries.setQueryData(['viewer'], answer.viewer);
      done?.(answer);
      await queries.invalidateQueries({ queryKey: [OWN_ACCOUNT] });
    },
  });
  return { run: mutation.mutate, busy: mutation.isPending, errors: mutation.data?.userErrors, error: mutation.error, reset: mutation.reset };
}
