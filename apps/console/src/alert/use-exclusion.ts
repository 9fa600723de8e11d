import { useQuery } from '@tanstack/react-query';
import { AddExclusionDocument, PreviewExclusionDocument } from '@vedette/api-client';
import type { PreviewExclusionQuery } from '@vedette/api-client';
import { api } from '../api/client';
import type { ExcludableField } from './excludable-fields';

export type Preview = PreviewExclusionQuery['previewExclusion'];

const fieldsOf = (fields: readonly ExcludableField[]) => fields.map(({ name, value }) => ({ name, value }));

/** What leaving out events with these values would have done; asked anew whenever the choice changes. */
export function usePreview(ruleId: string, fields: readonly ExcludableField[], enabled: boolean) {
  return useQuery({
    queryKey: ['exclusion-preview', ruleId, fieldsOf(fields)],
    queryFn: async ({ signal }) => (await api.request(PreviewExclusionDocument, { input: { ruleId, fields: fieldsOf(fields) } }, signal)).previewExclusion,
    enabled: enabled && fields.length > 0,
    staleTime: 30_000,
  });
}

/** @returns what was wrong, in words; null when it was added */
export async function addExclusion(ruleId: string, fields: readonly ExcludableField[], reason: string, expiresAt: string | null): Promise<string | null> {
  const { addExclusion: answer } = await api.request(AddExclusionDocument, { input: { ruleId, fields: fieldsOf(fields), reason, expiresAt } });
  const [refusal] = answer.userErrors;
  return refusal ? (refusal.reason ?? refusal.message) : null;
}
