import { useQuery } from '@tanstack/react-query';
import { InvitationsDocument, MembershipsDocument, RolesDocument, TeamsDocument } from '@vedette/api-client';
import type { UserError } from '@vedette/api-client';
import { api } from '../api/client';
import { useSubmit } from '../api/use-submit';

/** Beginning of every key, so that one change refreshes all of the page. */
export const MEMBERSHIP = 'membership';

export function useMemberships() {
  return useQuery({ queryKey: [MEMBERSHIP, 'people'], queryFn: async ({ signal }) => (await api.request(MembershipsDocument, {}, signal)).memberships });
}
export function useRoles() {
  return useQuery({ queryKey: [MEMBERSHIP, 'roles'], queryFn: async ({ signal }) => (await api.request(RolesDocument, {}, signal)).roles });
}
export function useInvitations() {
  return useQuery({ queryKey: [MEMBERSHIP, 'invitations'], queryFn: async ({ signal }) => (await api.request(InvitationsDocument, {}, signal)).invitations });
}
export function useTeams() {
  return useQuery({ queryKey: [MEMBERSHIP, 'teams'], queryFn: async ({ signal }) => (await api.request(TeamsDocument, {}, signal)).teams });
}

/** A change, what it was refused for, and the page read anew once it is made. */
export function useChange<Input>(change: (input: Input) => Promise<{ readonly userErrors: readonly UserError[] }>, done?: () => void) {
  return useSubmit(change, { refresh: [[MEMBERSHIP], ['members']], done });
}
