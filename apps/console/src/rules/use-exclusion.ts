import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AddExclusionDocument, EndExclusionDocument, PreviewExclusionDocument, ProlongExclusionDocument } from '@vedette/api-client';
import { useEffect, useState } from 'react';
import { api } from '../api/client';
import type { DraftField } from './exclusion-draft';

const TYPING_MS = 400;

/** What the fields would have left out, as one types. */
export function useExclusionPreview(ruleId: string, fields: readonly DraftField[] | null) {
  const typed = fields === null ? null : JSON.stringify(fields);
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const preview = useQuery({
    queryKey: ['exclusion-preview', ruleId, settled],
    queryFn: async ({ signal }) => (await api.request(PreviewExclusionDocument, { input: { ruleId, fields } }, signal)).previewExclusion,
    enabled: settled !== null && settled === typed,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  // An answer about other fields than those that stand there must not be read.
  return { typing: typed !== settled, asked: typed !== null, preview };
}

export interface NewExclusion {
  readonly fields: readonly DraftField[];
  readonly reason: string;
  readonly expiresAt: string | null;
  readonly force: boolean;
}

export function useAddExclusion(ruleId: string, added: () => void) {
  const reread = useReread(ruleId);
  return useMutation({
    mutationFn: (input: NewExclusion) => api.request(AddExclusionDocument, { input: { ...input, ruleId } }),
    onSuccess: ({ addExclusion: { exclusion } }) => {
      if (!exclusion) return;
      reread();
      added();
    },
  });
}

export function useEndExclusion(ruleId: string, ended: () => void) {
  const reread = useReread(ruleId);
  return useMutation({
    mutationFn: (id: string) => api.request(EndExclusionDocument, { input: { id } }),
    onSuccess: ({ endExclusion: { exclusion } }) => {
      reread();
      if (exclusion) ended();
    },
  });
}

/** From when on it counts again, counted from today: later or sooner than it was to end. */
export function useProlongExclusion(ruleId: string, prolonged: (expiresAt: string | null) => void) {
  const reread = useReread(ruleId);
  return useMutation({
    mutationFn: (input: { readonly id: string; readonly expiresAt: string | null }) => api.request(ProlongExclusionDocument, { input }),
    onSuccess: ({ prolongExclusion: { exclusion } }) => {
      reread();
      if (exclusion) prolonged(exclusion.expiresAt ?? null);
    },
  });
}

function useReread(ruleId: string): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['exclusions', ruleId] });
    void queries.invalidateQueries({ queryKey: ['rule', ruleId] });
    void queries.invalidateQueries({ queryKey: ['rules'] });
  };
}
