import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MuteSourceDocument, RemoveSourceMappingDocument, SaveSourceMappingDocument, SourceMappingsDocument } from '@vedette/api-client';
import type { SourceMapping, TextError } from '@vedette/api-client';
import { api } from '../api/client';
import { wordsOf } from '../api/words-of';
import { visibleText } from '../layout/visible-text';
import { MAPPINGS } from './use-mapping';
import { SOURCES } from './use-sources';
import type { Source } from './use-sources';

/** What changes a change back. */
export type Way =
  | { readonly kind: 'mute'; readonly name: string; readonly muted: boolean }
  | { readonly kind: 'mapping'; readonly source: string; readonly before: SourceMapping | null; /** `changedAt` of what is there now; null where nothing is. */ readonly seen: string | null };

export interface Said {
  readonly words: string;
  readonly refused?: boolean;
  readonly back?: Way;
}

type MappingDraft = Pick<SourceMapping, 'source' | 'renames' | 'kind' | 'note'>;

const KEY = ['source-said'];

/** Mutes sources and keeps their mappings. What was said stays while the reader walks from the list to a source. */
export function useSourceChange() {
  const queries = useQueryClient();
  const said = useQuery<Said | null>({ queryKey: KEY, queryFn: skipToken, staleTime: Infinity });
  const say = (next: Said | null) => void queries.setQueryData(KEY, next);
  const onError = (error: unknown) => say({ words: wordsOf(error), refused: true });
  const readAgain = () => Promise.all([MAPPINGS, ['rule-hearing'], SOURCES].map((queryKey) => queries.invalidateQueries({ queryKey })));

  const mute = useMutation({
    mutationFn: ({ name, muted }: { readonly name: string; readonly muted: boolean; readonly undoing?: boolean }) => api.request(MuteSourceDocument, { input: { name, muted } }),
    onSuccess: ({ muteSource: { userErrors } }, { name, muted, undoing }) => {
      const [refusal] = userErrors;
      if (refusal) return say({ words: refusal.message, refused: true });
      queries.setQueryData<readonly Source[]>(SOURCES, (all) => all?.map((source) => (source.name === name ? { ...source, muted } : source)));
      say({ words: undoing ? `As before. ${muteWords(name, muted)}` : muteWords(name, muted), ...(undoing ? {} : { back: { kind: 'mute', name, muted: !muted } }) });
    },
    onError,
  });
  const save = useMutation({
    mutationFn: ({ draft }: { readonly draft: MappingDraft; readonly before: SourceMapping | null; readonly undoing?: boolean }) => api.request(SaveSourceMappingDocument, { input: inputOf(draft) }),
    onSuccess: ({ saveSourceMapping: { mapping, userErrors } }, { draft, before, undoing }) => {
      const [refusal] = userErrors;
      if (refusal) return say({ words: refusalWords(refusal), refused: true });
      say(undoing ? { words: 'The mapping is as before.' } : { words: 'The mapping is saved. It counts from the next events on.', back: { kind: 'mapping', source: draft.source, before, seen: mapping?.changedAt ?? null } });
      return readAgain();
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: ({ source }: { readonly source: string; readonly before: SourceMapping | null; readonly undoing?: boolean }) => api.request(RemoveSourceMappingDocument, { source }),
    onSuccess: ({ removeSourceMapping: { userErrors } }, { source, before, undoing }) => {
      const [refusal] = userErrors;
      if (refusal) return say({ words: refusal.message, refused: true });
      say(undoing ? { words: 'As before: there is no mapping.' } : { words: 'The mapping is removed. It counts from the next events on.', back: { kind: 'mapping', source, before, seen: null } });
      return readAgain();
    },
    onError,
  });
  const undoMapping = useMutation({
    mutationFn: async ({ source, before, seen }: Extract<Way, { kind: 'mapping' }>) => {
      // Somebody may have changed it since: their work is not undone along with ours.
      const now = (await api.request(SourceMappingsDocument, {})).sourceMappings.find((mapping) => mapping.source === source);
      if ((now?.changedAt ?? null) !== seen) return say({ words: 'It was changed since, so nothing was undone.', refused: true });
      if (before) save.mutate({ draft: before, before, undoing: true });
      else remove.mutate({ source, before: null, undoing: true });
    },
    onError,
  });
  const undo = (way: Way) => (way.kind === 'mute' ? mute.mutate({ ...way, undoing: true }) : undoMapping.mutate(way));
  return { mute, save, remove, undo, busy: [mute, save, remove, undoMapping].some(({ isPending }) => isPending), said: said.data ?? null, dismiss: () => say(null) };
}

function inputOf({ source, renames, kind, note }: MappingDraft) {
  return { source, renames: renames.map(({ from, to }) => ({ from, to })), kind, note };
}

function refusalWords({ message, reason }: TextError): string {
  return reason ? `${message} ${visibleText(reason)}.` : message;
}

function muteWords(name: string, muted: boolean): string {
  return muted ? `${visibleText(name)} is muted: what it sends from now on is counted and dropped.` : `${visibleText(name)} is heard again, from its next events on.`;
}
