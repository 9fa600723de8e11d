import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { RuleLintDocument } from '@vedette/api-client';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';

const TYPING_MS = 400;

/** What is to be said of the text, asked once the typing rests. `settled`: it is about the text as it stands. */
export function useLint(yaml: string, path: string) {
  const asked = useSettled(yaml, path);
  const lint = useQuery({
    queryKey: ['rule-lint', asked.path, asked.yaml],
    queryFn: async ({ signal }) => (await api.request(RuleLintDocument, asked, signal)).ruleLint,
    placeholderData: keepPreviousData,
    // Each text is a key of its own: they must not pile up.
    gcTime: 10_000,
  });
  return { lint, settled: lint.isSuccess && !lint.isPlaceholderData && asked.yaml === yaml && asked.path === path };
}

function useSettled(yaml: string, path: string): { readonly yaml: string; readonly path: string } {
  const [asked, setAsked] = useState({ yaml, path });
  useEffect(() => {
    const timer = setTimeout(() => setAsked((before) => (before.yaml === yaml && before.path === path ? before : { yaml, path })), TYPING_MS);
    return () => clearTimeout(timer);
  }, [yaml, path]);
  return asked;
}
