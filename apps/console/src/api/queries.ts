import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@vedette/api-client';

/**
 * The session has ended: whoever renders next finds nobody signed in and goes to the log-in page. Or its organisation
 * demands a second factor since: the viewer, read anew, says so, and leads to the page that adds one.
 */
function lookAgain(error: unknown): void {
  if (!(error instanceof ApiError)) return;
  if (error.code === 'auth.unauthenticated') queries.setQueryData(['viewer'], null);
  if (error.code === 'auth.factor_required') void queries.invalidateQueries({ queryKey: ['viewer'] });
}

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: lookAgain }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays one; only a lost network or a late dependency is worth another try.
      retry: (failures, error) => failures < 2 && error instanceof ApiError && /^(network\.|UNAVAILABLE)/.test(error.code),
      refetchOnWindowFocus: false,
    },
    mutations: { onError: lookAgain },
  },
});
