import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SourceMapping } from '@vedette/api-client';
import { writeRenames } from './mapping-text';

export interface MappingDraft {
  readonly text: string;
  readonly kind: string;
  readonly note: string;
}

export function draftOf(mapping: SourceMapping | null): MappingDraft {
  return { text: writeRenames(mapping?.renames ?? []), kind: mapping?.kind ?? '', note: mapping?.note ?? '' };
}

export function sameDraft(a: MappingDraft, b: MappingDraft): boolean {
  return a.text === b.text && a.kind === b.kind && a.note === b.note;
}

/** What is typed and not saved. It is kept while the reader looks a rule up, as long as the window is open. */
export function useMappingDraft(mapping: SourceMapping | null, source: string) {
  const queries = useQueryClient();
  const queryKey = ['mapping-draft', source];
  const typed = useQuery<MappingDraft | null>({ queryKey, queryFn: skipToken, staleTime: Infinity, gcTime: Infinity }).data ?? null;
  const saved = draftOf(mapping);
  const draft = typed ?? saved;
  return {
    draft,
    dirty: !sameDraft(draft, saved),
    change: (part: Partial<MappingDraft>) => void queries.setQueryData(queryKey, { ...draft, ...part }),
    discard: () => void queries.setQueryData(queryKey, null),
  };
}
