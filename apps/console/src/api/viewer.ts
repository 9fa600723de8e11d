import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ViewerDocument } from '@vedette/api-client';
import type { Viewer } from '@vedette/api-client';
import { useCallback } from 'react';
import { api } from './client';

export function useViewer() {
  return useQuery({
    queryKey: ['viewer'],
    queryFn: async ({ signal }) => (await api.request(ViewerDocument, {}, signal)).viewer,
    staleTime: 60_000,
  });
}

/** Whether the one who is signed in may do it. The gateway decides; this only hides buttons that would be refused. */
export function useMay(permission: string): boolean {
  return useViewer().data?.permissions.includes(permission) ?? false;
}

/** After a log-in or log-out: nothing of the one who was here before may stay in memory. */
export function useEnter(): (viewer: Viewer | null) => void {
  const queries = useQueryClient();
  return useCallback(
    (viewer) => {
      queries.clear();
      queries.setQueryData(['viewer'], viewer);
    },
    [queries],
  );
}
