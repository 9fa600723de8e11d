/** What each noun of a permission is, in the order in which a role is read. */
const nouns: readonly (readonly [noun: string, words: string])[] = [
  ['alert', 'Alerts'],
  ['hunt', 'Hunts'],
  ['rule', 'Rules'],
  ['source', 'Sources'],
  ['event', 'Events'],
  ['notification', 'Mail about alerts'],
  ['test-attack', 'Test attacks'],
  ['key', 'API keys'],
  ['member', 'Members'],
  ['role', 'Roles'],
  ['audit', 'Audit log and access report'],
  ['billing', 'Plan and invoices'],
  ['tenant', 'The organisation'],
];
const verbs: Readonly<Record<string, string>> = { read: 'Read', write: 'Change' };
const special: Readonly<Record<string, string>> = { 'event:write': 'Send', 'test-attack:write': 'Send' };

export interface PermissionGroup {
  readonly noun: string;
  readonly words: string;
  readonly permissions: readonly { readonly permission: string; readonly verb: string }[];
}

/** The permissions by noun; one that this page does not know stands under its own name. */
export function permissionGroups(permissions: readonly string[]): readonly PermissionGroup[] {
  const known = nouns.map(([noun]) => noun);
  const others = [...new Set(permissions.map(nounOf))].filter((noun) => !known.includes(noun)).map((noun) => [noun, noun] as const);
  return [...nouns, ...others]
    .map(([noun, words]) => ({
      noun,
      words,
      permissions: permissions
        .filter((permission) => nounOf(permission) === noun)
        .sort()
        .map((permission) => ({ permission, verb: verbOf(permission) })),
    }))
    .filter((group) => group.permissions.length > 0);
}

/** `Alerts: read, change` for a list of them. */
export function permissionSummary(permissions: readonly string[]): string {
  return permissionGroups(permissions)
    .map(({ words, permissions: each }) => `${words}: ${each.map(({ verb }) => verb.toLowerCase()).join(', ')}`)
    .join(' · ');
}

function nounOf(permission: string): string {
  return permission.split(':')[0] ?? permission;
}

function verbOf(permission: string): string {
  const verb = permission.split(':')[1] ?? '';
  return special[permission] ?? verbs[verb] ?? verb;
}
