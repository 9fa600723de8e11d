import { accessRevoked } from '@vedette/contracts';
import type { Database, DirectoryDoor, TenantTx } from '@vedette/database';
import { isUuid } from '@vedette/kernel';
import type { Clock, Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import { readAddresses } from './addresses';
import { recordBaseline, recordChange } from './member-changes';
import { removeMember, takeBackInvitations } from './remove-member';
import { checkOwnerStays, checkReach, lockStandings, ownStanding, readGrant, standingOf } from './standing';
import type { Grant, RoleChoice, Standing, StandingRow, Standings } from './standing';

export interface MembersDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly clock: Clock;
}

export interface Member extends Standing {
  /** Null for an account that is disabled. */
  readonly email: string | null;
  readonly teams: readonly { readonly id: Uuid; readonly name: string }[];
}

type MemberRow = StandingRow & { teams: { id: Uuid; name: string }[] | null };

/** Who belongs to the tenant, and as what. */
export class Members {
  constructor(private readonly deps: MembersDeps) {}

  /** Oldest first, at most 1,000. */
  async list(actor: Actor): Promise<Member[]> {
    actor.require('member:read');
    const { database, directory } = this.deps;
    const rows = await database.tenant(actor, (tx) => readMembers(tx, null));
    const emails = await readAddresses(directory, actor.tenantId);
    return rows.map((row) => memberOf(row, emails));
  }

  /**
   * Counts with the member's next request, and on their open sockets within a second.
   * @throws Refusal `auth.forbidden`, `member.not_found`, `member.owner_only`, `member.beyond_own`, `member.last_owner`,
   * `role.unknown`
   */
  async changeRole(actor: Actor, accountId: string, choice: RoleChoice): Promise<Member> {
    return this.write(actor, accountId, async (tx, { own, member, standings }) => {
      const wanted = await readGrant(tx, choice);
      checkReach(own, member);
      checkReach(own, wanted);
      if (member.role === wanted.role && member.customRoleId === wanted.customRoleId) return;
      if (member.role === 'owner') checkOwnerStays(standings, [member.accountId]);
      await this.giveRole(tx, member, wanted);
      tx.audit('member.role_changed', { kind: 'account', id: member.accountId }, { from: member.name, to: wanted.name });
    });
  }

  /**
   * Their sessions, sockets and keys in this tenant end at once, for good.
   * @throws Refusal `auth.forbidden`, `member.not_found`, `member.owner_only`, `member.beyond_own`, `member.last_owner`
   */
  async remove(actor: Actor, accountId: string): Promise<void> {
    actor.require('member:write');
    const me = actor.requirePerson();
    const id = known(accountId);
    await this.deps.database.tenant(actor, async (tx) => {
      const standings = await lockStandings(tx, [me, id]);
      const own = ownStanding(standings, actor, 'member:write');
      const member = standings.get(id);
      if (!member) throw refuse('member.not_found');
      checkReach(own, member);
      checkOwnerStays(standings, [id]);
      await removeMember(tx, this.deps.clock, member);
      tx.audit('member.removed', { kind: 'account', id }, { role: member.name });
    });
    await endSessions(this.deps, actor, [id]);
  }

  /**
   * Anyone may go. The organisation's name is typed again, since there is no way back but an invitation.
   * @throws Refusal `auth.forbidden` for a key, `member.name_differs`, `member.last_owner`
   */
  async leave(actor: Actor, name: string): Promise<void> {
    const me = actor.requirePerson();
    if (name.trim() !== actor.tenantName) throw refuse('member.name_differs');
    await this.deps.database.tenant(actor, async (tx) => {
      const standings = await lockStandings(tx, [me]);
      const own = standings.get(me);
      if (!own) throw refuse('auth.unauthenticated');
      checkOwnerStays(standings, [me]);
      await removeMember(tx, this.deps.clock, own);
      tx.audit('member.left', { kind: 'account', id: me }, { role: own.name });
    });
    await endSessions(this.deps, actor, [me]);
  }

  /**
   * The other becomes an owner, and the caller an admin.
   * @throws Refusal `auth.forbidden`, `member.owner_only`, `member.not_found`, `member.self`
   */
  async transferOwnership(actor: Actor, accountId: string): Promise<Member> {
    return this.write(actor, accountId, async (tx, { own, member }) => {
      if (own.role !== 'owner') throw refuse('member.owner_only');
      if (own.accountId === member.accountId) throw refuse('member.self');
      if (member.role !== 'owner') await this.giveRole(tx, member, await readGrant(tx, { role: 'owner' }));
      await this.giveRole(tx, own, await readGrant(tx, { role: 'admin' }));
      tx.audit('ownership.transferred', { kind: 'account', id: member.accountId });
    });
  }

  /** One change of one member, under lock, and how they stand after it. */
  private async write(
    actor: Actor,
    accountId: string,
    work: (tx: TenantTx, parties: { own: Standing; member: Standing; standings: Standings }) => Promise<void>,
  ): Promise<Member> {
    actor.require('member:write');
    const me = actor.requirePerson();
    const id = known(accountId);
    const { database, directory } = this.deps;
    const [row] = await database.tenant(actor, async (tx) => {
      const standings = await lockStandings(tx, [me, id]);
      const own = ownStanding(standings, actor, 'member:write');
      const member = standings.get(id);
      if (!member) throw refuse('member.not_found');
      await work(tx, { own, member, standings });
      return readMembers(tx, id);
    });
    if (!row) throw new Error('a locked member is gone');
    return memberOf(row, await readAddresses(directory, actor.tenantId, [id]));
  }

  private async giveRole(tx: TenantTx, member: Standing, grant: Grant): Promise<void> {
    const { clock } = this.deps;
    await recordBaseline(tx, clock, member);
    await tx.sql`update members set role = ${grant.role}, custom_role_id = ${grant.customRoleId} where account_id = ${member.accountId}`;
    await recordChange(tx, clock, member.accountId, 'changed', grant);
    await takeBackInvitations(tx, clock, member.accountId, grant);
    tx.announce(accessRevoked, { accountId: member.accountId });
  }
}

/** After the commit, so that no session that was opened meanwhile outlives it. */
export async function endSessions({ directory, clock }: Pick<MembersDeps, 'directory' | 'clock'>, actor: Actor, accountIds: readonly Uuid[]): Promise<void> {
  for (const id of accountIds) await directory.call('end_sessions', id, actor.tenantId, clock.date());
}

/** @throws Refusal `member.not_found` for what is not an id */
function known(accountId: string): Uuid {
  if (!isUuid(accountId)) throw refuse('member.not_found');
  return accountId;
}

function readMembers(tx: TenantTx, accountId: Uuid | null): Promise<MemberRow[]> {
  return tx.sql<MemberRow>`select m.account_id, m.role, m.custom_role_id, r.name as role_name, r.permissions as role_permissions, m.joined_at,
      (select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by lower(t.name)) from team_members x
        join teams t on t.tenant_id = x.tenant_id and t.id = x.team_id where x.account_id = m.account_id) as teams
    from members m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
    where ${accountId}::uuid is null or m.account_id = ${accountId}::uuid
    order by m.joined_at, m.account_id limit 1000`;
}

function memberOf(row: MemberRow, emails: ReadonlyMap<string, string>): Member {
  return { ...standingOf(row), email: emails.get(row.account_id) ?? null, teams: row.teams ?? [] };
}
