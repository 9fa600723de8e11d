import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { DismissFirstStepsDocument, FirstStepsDocument, ShowFirstStepsDocument } from '@vedette/api-client';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { stepWords } from './step-words';

const KEY = ['first-steps'];
const LOOK_EVERY_MS = 4_000;

interface Shown {
  readonly id: string;
  readonly done: boolean;
}

/** The steps still to be shown, to those who do them; ticked as they are done, wherever that is. Undefined: nothing to show. */
export function useFirstSteps(): readonly Shown[] | undefined {
  const may = useMay('member:write');
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await api.request(FirstStepsDocument, {}, signal)).firstSteps,
    enabled: may,
    refetchInterval: ({ state }) => (state.data && (state.data.dismissed || state.data.steps.every(({ done }) => done)) ? false : LOOK_EVERY_MS),
  });
  const steps = data?.steps.filter(({ id }) => Object.hasOwn(stepWords, id));
  return may && steps && !data?.dismissed && steps.some(({ done }) => !done) ? steps : undefined;
}

/** Puts the list away, or brings it back, for all of the organisation. */
export function useDismissal() {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: async (dismissed: boolean) =>
      dismissed ? (await api.request(DismissFirstStepsDocument, {})).dismissFirstSteps : (await api.request(ShowFirstStepsDocument, {})).showFirstSteps,
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  return {
    put: change.mutate,
    busy: change.isPending,
    error: change.error,
    /** Just put away from this page: it can be taken back here. */
    undoable: change.isSuccess && change.variables,
  };
}
