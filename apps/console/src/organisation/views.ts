import type { Viewer } from '@vedette/api-client';

const all = [
  ['general', 'General', null],
  ['security', 'Security', 'tenant:write'],
  ['domains', 'Domains', 'tenant:write'],
  ['support', 'Support access', 'member:read'],
  ['deletion', 'Deletion', 'tenant:write'],
] as const;

export type View = (typeof all)[number][0];

/** Parts of the page that the viewer may see; what they may do there the gateway decides. */
export function viewsOf({ permissions, role }: Pick<Viewer, 'permissions' | 'role'>): readonly (readonly [View, string])[] {
  return all
    .filter(([view, , permission]) => permission === null || (permissions.includes(permission) && (view !== 'deletion' || role === 'owner')))
    .map(([view, words]) => [view, words] as const);
}
