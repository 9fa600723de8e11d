import { useQuery } from '@tanstack/react-query';
import { MembersDocument } from '@vedette/api-client';
import { useMemo } from 'react';
import { api } from '../api/client';
import { useMay, useViewer } from '../api/viewer';
import type { People } from './person';

const NOBODY: readonly { principal: string; email: string; role: string }[] = [];

/** The members, for those who may assign to them. */
export function useMembers() {
  const may = useMay('alert:write');
  return useQuery({
    queryKey: ['members'],
    queryFn: async ({ signal }) => (await api.request(MembersDocument, {}, signal)).members,
    staleTime: 300_000,
    enabled: may,
  });
}

export function usePeople(): People {
  const me = useViewer().data?.principal ?? null;
  const members = useMembers().data ?? null;
  return useMemo(() => ({ me, members }), [me, members]);
}

/** To whom an alert can be given: oneself first. */
export function useAssignees(): readonly { readonly value: string; readonly label: string }[] {
  const me = useViewer().data?.principal;
  const members = useMembers().data ?? NOBODY;
  return useMemo(() => {
    const others = members.filter(({ principal }) => principal !== me).sort((one, other) => one.email.localeCompare(other.email));
    const own = members.filter(({ principal }) => principal === me);
    return [...own.map(({ principal, email }) => ({ value: principal, label: `Me (${email})` })), ...others.map(({ principal, email }) => ({ value: principal, label: email }))];
  }, [members, me]);
}
