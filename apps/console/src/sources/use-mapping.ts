import { useMutation, useQuery } from '@tanstack/react-query';
import { PreviewMappingDocument, RuleHearingDocument, SchemaDriftDocument, SourceMappingsDocument } from '@vedette/api-client';
import type { PreviewMappingQuery } from '@vedette/api-client';
import { api } from '../api/client';
import type { Rename } from './mapping-text';

export const MAPPINGS = ['source-mappings'];

export function useMappings() {
  return useQuery({ queryKey: MAPPINGS, queryFn: async ({ signal }) => (await api.request(SourceMappingsDocument, {}, signal)).sourceMappings });
}

export function useSchemaDrift() {
  return useQuery({ queryKey: ['schema-drift'], queryFn: async ({ signal }) => (await api.request(SchemaDriftDocument, {}, signal)).schemaDrift });
}

export function useRuleHearing() {
  return useQuery({ queryKey: ['rule-hearing'], queryFn: async ({ signal }) => (await api.request(RuleHearingDocument, {}, signal)).ruleHearing });
}

export type Reading = PreviewMappingQuery['previewMapping'][number];

/** One line, read without the mapping and with it. */
export interface Trial {
  readonly before: Reading | null;
  readonly after: Reading;
}

interface Tried {
  readonly source: string;
  readonly renames: readonly Rename[];
  readonly kind: string | null;
  /** None: the newest events of the source. */
  readonly lines: readonly string[];
}

/** Reads the same lines twice: the newest events may be others a moment later. */
export function useTrial() {
  return useMutation({
    mutationFn: async ({ source, renames, kind, lines }: Tried): Promise<readonly Trial[]> => {
      const read = async (input: { readonly renames: readonly Rename[]; readonly kind: string | null }, of: readonly string[]) =>
        (await api.request(PreviewMappingDocument, { input: { source, renames: input.renames.map(({ from, to }) => ({ from, to })), kind: input.kind }, lines: [...of] })).previewMapping;
      const after = await read({ renames, kind }, lines);
      const before = after.length > 0 ? await read({ renames: [], kind: null }, after.map(({ original }) => original)) : [];
      return after.map((reading, index) => ({ before: before[index] ?? null, after: reading }));
    },
  });
}
