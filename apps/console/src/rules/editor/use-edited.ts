import { useQuery } from '@tanstack/react-query';
import { RuleDocument } from '@vedette/api-client';
import { api } from '../../api/client';

/** The rule as the gateway has it now; looked at again when the window is, so that a newer version is told early. */
export function useEdited(id: string | null) {
  return useQuery({
    queryKey: ['rule-edited', id],
    queryFn: async ({ signal }) => (id === null ? null : (await api.request(RuleDocument, { id }, signal)).rule),
    enabled: id !== null,
    refetchOnWindowFocus: true,
  });
}
