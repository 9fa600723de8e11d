/** Every permission there is, `noun:verb`. */
export const permissions = [
  'alert:read',
  'alert:write',
  'audit:read',
  'billing:read',
  'billing:write',
  'event:write',
  'hunt:read',
  'hunt:write',
  'key:read',
  'key:write',
  'member:read',
  'member:write',
  'notification:write',
  'role:write',
  'rule:read',
  'rule:write',
  'source:read',
  'source:write',
  'tenant:write',
  'test-attack:write',
] as const;

export type Permission = (typeof permissions)[number];

/** The roles that every tenant has. What else a tenant needs it makes itself: `custom`. */
export const builtInRoles = ['owner', 'admin', 'analyst', 'responder', 'auditor', 'viewer', 'billing'] as const;

export type BuiltInRole = (typeof builtInRoles)[number];
export type Role = BuiltInRole | 'custom';

const reads: readonly Permission[] = ['alert:read', 'hunt:read', 'rule:read', 'source:read'];

/** What a role may do: the one table, read at every request, so a changed role counts at once. */
const byRole: Readonly<Record<BuiltInRole, readonly Permission[]>> = {
  owner: permissions,
  admin: permissions.filter((permission) => permission !== 'tenant:write'),
  analyst: [...reads, 'alert:write', 'notification:write', 'hunt:write', 'rule:write', 'source:write', 'test-attack:write'],
  responder: [...reads, 'alert:write', 'hunt:write'],
  auditor: permissions.filter((permission) => permission.endsWith(':read')),
  viewer: reads,
  billing: ['billing:read', 'billing:write'],
};

/** Operators whom a customer let in, for a time: never a member's role, so nobody can be given it. */
const byVisit: Readonly<Record<string, readonly Permission[]>> = {
  support: [...reads, 'member:read', 'key:read'],
  'support-write': [...reads, 'member:read', 'key:read', 'alert:write', 'hunt:write', 'rule:write', 'source:write', 'test-attack:write'],
};

export function isPermission(text: string): text is Permission {
  return permissions.some((known) => known === text);
}

export function isBuiltInRole(text: string | null): text is BuiltInRole {
  return builtInRoles.some((name) => name === text);
}

/**
 * A role that this code does not know holds nothing, and neither does a permission that it does not know.
 * @param rolePermissions of a `custom` role, as stored
 */
export function permissionsOf(role: string | null, rolePermissions: readonly string[] | null = null): ReadonlySet<Permission> {
  if (role === 'custom') return new Set((rolePermissions ?? []).filter(isPermission));
  if (isBuiltInRole(role)) return new Set(byRole[role]);
  return new Set(role !== null && Object.hasOwn(byVisit, role) ? byVisit[role] : []);
}

/** Those of `scopes` that the role still holds; a scope that this code does not know counts for nothing. */
export function permissionsWithin(
  scopes: readonly string[],
  role: string | null,
  rolePermissions: readonly string[] | null = null,
): ReadonlySet<Permission> {
  const held = permissionsOf(role, rolePermissions);
  return new Set(scopes.filter(isPermission).filter((scope) => held.has(scope)));
}
