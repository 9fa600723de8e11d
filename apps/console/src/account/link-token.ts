/** What a letter's link carries. Behind a # it reaches no server's log; in the query only our own pages wrote it, earlier. */
export function linkToken({ hash, search, state }: { readonly hash: string; readonly search: string; readonly state: unknown }): { readonly token: string; readonly shown: boolean } {
  const shown = new URLSearchParams(hash.slice(1)).get('token') ?? new URLSearchParams(search).get('token');
  const kept: unknown = typeof state === 'object' && state !== null && 'token' in state ? state.token : undefined;
  return { token: shown ?? (typeof kept === 'string' ? kept : ''), shown: shown !== null };
}
