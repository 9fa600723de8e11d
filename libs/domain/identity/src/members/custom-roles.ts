import { isUuid, newId } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { TenantTx } from '@vedette/database';
import type { Actor } from '../actor/actor';
import { isPermission, permissionsOf } from '../actor/permissions';
import type { Permission } from '../actor/permissions';
import { refuse } from '../refusals';
import { readLabel, readNote } from './label';
import { recordBaseline, recordChanges } from './member-changes';
import type { MembersDeps } from './members';
import { builtInRoleWords } from './role-names';
import { checkHeld, lockStandings, ownStanding, standingOf } from './standing';
import type { StandingRow } from './standing';
import { refusing } from './unique';

const MOST_ROLES = 100;

export interface RoleDraft {
  readonly name: string;
  readonly description?: string | null;
  readonly permissions: readonly string[];
}

export interface CustomRole {
  readonly id: Uuid;
  readonly name: string;
  readonly description: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly members: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

interface RoleRow {
  id: Uuid;
  name: string;
  description: string;
  permissions: string[];
  members: number;
  created_at: Date;
  changed_at: Date;
}

/** Roles of the tenant's own; what one allows counts at once for all who have it. */
export class CustomRoles {
  constructor(private readonly deps: Omit<MembersDeps, 'directory'>) {}

  async list(actor: Actor): Promise<CustomRole[]> {
    actor.require('member:read');
    return this.deps.database.tenant(actor, async (tx) => (await readRoles(tx, null)).map(roleOf));
  }

  /** @throws Refusal `auth.forbidden`, `role.name_malformed`, `role.name_taken`, `role.permissions_malformed`, `role.too_many`, `member.beyond_own` */
  async create(actor: Actor, draft: RoleDraft): Promise<CustomRole> {
    const { name, description, permissions } = checkDraft(draft);
    const { clock } = this.deps;
    return this.write(actor, async (tx, own) => {
      checkHeld(own, permissions);
      const [count] = await tx.sql<{ count: number }>`select count(*)::int as count from roles`;
      if (count && count.count >= MOST_ROLES) throw refuse('role.too_many');
      const id = newId(clock.now());
      await tx.sql`insert into roles (id, name, description, permissions, created_by, created_at, changed_at)
        values (${id}, ${name}, ${description}, ${permissions}::text[], ${own.accountId}, ${clock.date()}, ${clock.date()})`;
      tx.audit('role.created', { kind: 'role', id }, { name, permissions: permissions.join(' ') });
      return id;
    });
  }

  /** @throws Refusal as `create`, and `role.not_found` */
  async change(actor: Actor, id: string, draft: RoleDraft): Promise<CustomRole> {
    const { name, description, permissions } = checkDraft(draft);
    const { clock } = this.deps;
    return this.write(actor, async (tx, own) => {
      const before = await lockRole(tx, id);
      checkHeld(own, permissionsOf('custom', before.permissions));
      checkHeld(own, permissions);
      const holders = (await readHolders(tx, before.id)).map(standingOf);
      for (const holder of holders) await recordBaseline(tx, clock, holder);
      await tx.sql`update roles set name = ${name}, description = ${description}, permissions = ${permissions}::text[], changed_at = ${clock.date()}
        where id = ${before.id}`;
      const grant = { role: 'custom', customRoleId: before.id, name, permissions: new Set(permissions) };
      await recordChanges(tx, clock, holders.map(({ accountId }) => accountId), 'changed', grant);
      tx.audit('role.changed', { kind: 'role', id: before.id }, { name, permissions: permissions.join(' ') });
      return before.id;
    });
  }

  /** @throws Refusal `auth.forbidden`, `role.not_found`, `role.in_use`, `member.beyond_own` */
  async remove(actor: Actor, id: string): Promise<void> {
    const { clock, database } = this.deps;
    actor.require('role:write');
    const me = actor.requirePerson();
    await refusing({ members_role_of_tenant: 'role.in_use', invitations_role_of_tenant: 'role.in_use', service_accounts_role_of_tenant: 'role.in_use' }, () =>
      database.tenant(actor, async (tx) => {
        const own = ownStanding(await lockStandings(tx, [me]), actor, 'role:write');
        const before = await lockRole(tx, id);
        checkHeld(own, permissionsOf('custom', before.permissions));
        // What is over does not keep it; the audit log still tells of it.
        await tx.sql`delete from invitations where custom_role_id = ${before.id}
          and (accepted_at is not null or revoked_at is not null or expires_at <= ${clock.date()})`;
        const used = await tx.sql`select from members where custom_role_id = ${before.id}
          union all select from invitations where custom_role_id = ${before.id}
          union all select from service_accounts where custom_role_id = ${before.id} limit 1`;
        if (used.length > 0) throw refuse('role.in_use');
        await tx.sql`delete from roles where id = ${before.id}`;
        tx.audit('role.removed', { kind: 'role', id: before.id }, { name: before.name });
      }),
    );
  }

  private async write(actor: Actor, work: (tx: TenantTx, own: ReturnType<typeof ownStanding>) => Promise<Uuid>): Promise<CustomRole> {
    actor.require('role:write');
    const me = actor.requirePerson();
    const rows = await refusing({ roles_by_name: 'role.name_taken' }, () =>
      this.deps.database.tenant(actor, async (tx) => {
        const own = ownStanding(await lockStandings(tx, [me]), actor, 'role:write');
        return readRoles(tx, await work(tx, own));
      }),
    );
    const [row] = rows;
    if (!row) throw new Error('a written role came back empty');
    return roleOf(row);
  }
}

function checkDraft(draft: RoleDraft): { name: string; description: string; permissions: Permission[] } {
  const name = readLabel(draft.name, 60);
  if (name === null || builtInRoleWords.some((known) => known.name.toLowerCase() === name.toLowerCase())) throw refuse('role.name_malformed');
  const description = readNote(draft.description ?? '', 300);
  if (description === null) throw refuse('role.description_malformed');
  if (draft.permissions.length > 200) throw refuse('role.permissions_malformed');
  const asked = new Set(draft.permissions);
  const permissions = [...asked].filter(isPermission).sort();
  if (permissions.length === 0 || permissions.length !== asked.size) throw refuse('role.permissions_malformed');
  return { name, description, permissions };
}

async function lockRole(tx: TenantTx, id: string): Promise<{ id: Uuid; name: string; permissions: string[] }> {
  if (!isUuid(id)) throw refuse('role.not_found');
  const [role] = await tx.sql<{ id: Uuid; name: string; permissions: string[] }>`select id, name, permissions from roles where id = ${id} for update`;
  if (!role) throw refuse('role.not_found');
  return role;
}

function readHolders(tx: TenantTx, id: Uuid): Promise<StandingRow[]> {
  return tx.sql<StandingRow>`select m.account_id, m.role, m.custom_role_id, r.name as role_name, r.permissions as role_permissions, m.joined_at
    from members m join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id where m.custom_role_id = ${id} order by m.account_id`;
}

function readRoles(tx: TenantTx, id: Uuid | null): Promise<RoleRow[]> {
  return tx.sql<RoleRow>`select r.id, r.name, r.description, r.permissions, r.created_at, r.changed_at,
      (select count(*)::int from members m where m.custom_role_id = r.id) as members
    from roles r where ${id}::uuid is null or r.id = ${id}::uuid order by lower(r.name) limit ${MOST_ROLES}`;
}

function roleOf(row: RoleRow): CustomRole {
  const { id, name, description, members } = row;
  return { id, name, description, members, permissions: permissionsOf('custom', row.permissions), createdAt: row.created_at, changedAt: row.changed_at };
}
