import type { TenantTx } from '@vedette/database';
import { isUuid } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { isBuiltInRole, permissionsOf } from '../actor/permissions';
import type { Permission } from '../actor/permissions';
import { refuse } from '../refusals';
import { roleName } from './role-names';

/** A role with what it allows now. */
export interface Grant {
  readonly role: string;
  readonly customRoleId: Uuid | null;
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
}

export interface Standing extends Grant {
  readonly accountId: Uuid;
  readonly joinedAt: Date;
}

export type Standings = ReadonlyMap<string, Standing>;

/** A built-in role by its name, or one of the tenant's own by its id. */
export type RoleChoice = { readonly role: string } | { readonly customRoleId: string };

export interface GrantRow {
  role: string;
  custom_role_id: Uuid | null;
  role_name: string | null;
  role_permissions: string[] | null;
}

export interface StandingRow extends GrantRow {
  account_id: Uuid;
  joined_at: Date;
}

export function grantOf(row: GrantRow): Grant {
  return {
    role: row.role,
    customRoleId: row.custom_role_id,
    name: roleName(row.role, row.role_name),
    permissions: permissionsOf(row.role, row.role_permissions),
  };
}

export function standingOf(row: StandingRow): Standing {
  return { ...grantOf(row), accountId: row.account_id, joinedAt: row.joined_at };
}

/**
 * The owners and the named members, in one order, locked until the transaction ends. Whoever changes who may do
 * what comes through here first, so a tenant's changes happen one after the other, and two requests cannot each remove
 * the owner that the other relies on.
 */
export async function lockStandings(tx: TenantTx, accountIds: readonly Uuid[]): Promise<Standings> {
  for (;;) {
    // One statement: a row is locked before it is found to be no owner's any more, so two could wait for one another.
    const found = await tx.sql<{ account_id: Uuid }>`select account_id from members
      where role = 'owner' or account_id = any (${accountIds}::uuid[]) order by account_id for update`;
    const locked = new Set([...accountIds, ...found.map(({ account_id }) => account_id)]);
    // Read anew: what was waited for has changed since the first statement began.
    const rows = await tx.sql<StandingRow>`select m.account_id, m.role, m.custom_role_id, r.name as role_name, r.permissions as role_permissions, m.joined_at
      from members m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
      where m.role = 'owner' or m.account_id = any (${accountIds}::uuid[])`;
    // Who became an owner while we waited is locked in another round.
    if (rows.every(({ account_id }) => locked.has(account_id))) return new Map(rows.map((row) => [row.account_id, standingOf(row)]));
  }
}

/**
 * The caller as the locked rows have them, not as their request was let in.
 * @throws Refusal `auth.forbidden` when they lost the permission, or left, meanwhile
 */
export function ownStanding(standings: Standings, actor: Actor, permission: Permission): Standing {
  const own = standings.get(actor.requirePerson());
  if (!own?.permissions.has(permission)) throw refuse('auth.forbidden', { permission });
  return own;
}

/**
 * Nobody grants or takes what they do not hold, and only owners touch owners.
 * @throws Refusal `member.owner_only`, `member.beyond_own`
 */
export function checkReach(own: Standing, grant: Pick<Grant, 'role' | 'permissions'>): void {
  if (grant.role === 'owner' && own.role !== 'owner') throw refuse('member.owner_only');
  checkHeld(own, grant.permissions);
}

/** @throws Refusal `member.beyond_own` */
export function checkHeld(own: Standing, wanted: Iterable<Permission>): void {
  const beyond = [...wanted].find((permission) => !own.permissions.has(permission));
  if (beyond) throw refuse('member.beyond_own', { reason: beyond });
}

/** @throws Refusal `member.last_owner` */
export function checkOwnerStays(standings: Standings, leaving: readonly string[]): void {
  const staying = [...standings.values()].filter(({ role, accountId }) => role === 'owner' && !leaving.includes(accountId));
  if (staying.length === 0) throw refuse('member.last_owner');
}

/** @throws Refusal `role.unknown` */
export async function readGrant(tx: TenantTx, choice: RoleChoice): Promise<Grant> {
  if ('role' in choice) {
    if (!isBuiltInRole(choice.role)) throw refuse('role.unknown');
    return grantOf({ role: choice.role, custom_role_id: null, role_name: null, role_permissions: null });
  }
  if (!isUuid(choice.customRoleId)) throw refuse('role.unknown');
  // Held until the end, so that it is not removed meanwhile.
  const [role] = await tx.sql<{ id: Uuid; name: string; permissions: string[] }>`select id, name, permissions from roles
    where id = ${choice.customRoleId} for share`;
  if (!role) throw refuse('role.unknown');
  return grantOf({ role: 'custom', custom_role_id: role.id, role_name: role.name, role_permissions: role.permissions });
}
