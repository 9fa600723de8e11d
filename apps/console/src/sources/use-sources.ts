import { useQuery } from '@tanstack/react-query';
import { SourcesDocument } from '@vedette/api-client';
import { api } from '../api/client';

export const SHOWN_MINUTES = 30;
const REFRESH_MS = 5_000;

export function useSources() {
  return useQuery({
    queryKey: ['sources'],
    queryFn: async ({ signal }) => (await api.request(SourcesDocument, { minutes: SHOWN_MINUTES }, signal)).sources,
    refetchInterval: REFRESH_MS,
  });
}
