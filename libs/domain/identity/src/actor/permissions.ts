/** Every permission there is, `noun:verb`. */
export const permissions = [
  'alert:read',
  'alert:write',
  'event:write',
  'hunt:read',
  'hunt:write',
  'key:read',
  'key:write',
  'notification:write',
  'rule:read',
  'rule:write',
  'source:read',
  'source:write',
  'test-attack:write',
] as const;

export type Permission = (typeof permissions)[number];

export const roles = ['owner', 'admin', 'analyst', 'viewer'] as const;

export type Role = (typeof roles)[number];

/** What a role may do: the one table, read at every request, so a changed role counts at once. */
const byRole: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  admin: permissions,
  analyst: ['alert:read', 'alert:write', 'notification:write', 'hunt:read', 'hunt:write', 'rule:read', 'rule:write', 'source:read', 'source:write', 'test-attack:write'],
  viewer: ['alert:read', 'hunt:read', 'rule:read', 'source:read'],
};

export function isPermission(text: string): text is Permission {
  return permissions.some((known) => known === text);
}

/** A role that this code does not know holds nothing. */
export function permissionsOf(role: string | null): ReadonlySet<Permission> {
  const known = roles.find((name) => name === role);
  return new Set(known ? byRole[known] : []);
}

/** Those of `scopes` that the role still holds; a scope that this code does not know counts for nothing. */
export function permissionsWithin(scopes: readonly string[], role: string | null): ReadonlySet<Permission> {
  const held = permissionsOf(role);
  return new Set(scopes.filter(isPermission).filter((scope) => held.has(scope)));
}
