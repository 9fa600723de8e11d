import { useQuery } from '@tanstack/react-query';
import { MySessionsDocument } from '@vedette/api-client';
import { api } from '../api/client';

/** From where this browser signed in, as the gateway saw it; null where it does not say. */
export function useOwnAddress(): string | null {
  const sessions = useQuery({
    queryKey: ['own-address'],
    queryFn: async ({ signal }) => (await api.request(MySessionsDocument, {}, signal)).mySessions,
    staleTime: 5 * 60_000,
    retry: false,
  });
  return sessions.data?.find(({ current }) => current)?.address || null;
}
