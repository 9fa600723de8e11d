import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AlertWorkDocument } from '@vedette/api-client';
import type { AlertWorkQuery } from '@vedette/api-client';
import { useCallback } from 'react';
import { api } from '../api/client';

export type Work = NonNullable<AlertWorkQuery['alert']>;

/** What people did with an alert, and what stands near it. */
export function useWork(id: string) {
  return useQuery({ queryKey: ['alert-work', id], queryFn: async ({ signal }) => (await api.request(AlertWorkDocument, { id }, signal)).alert });
}

/** After something was done with it. */
export function useReread(id: string): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['alert', id] });
    void queries.invalidateQueries({ queryKey: ['alert-work', id] });
  }, [queries, id]);
}
