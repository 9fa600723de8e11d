import type { TenantTx } from '@vedette/database';
import { isUuid, newId } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import { readLabel } from './label';
import type { MembersDeps } from './members';
import { lockStandings, ownStanding } from './standing';
import type { Standings } from './standing';
import { refusing } from './unique';

const MOST_TEAMS = 100;

export interface Team {
  readonly id: Uuid;
  readonly name: string;
  readonly accountIds: readonly Uuid[];
  readonly createdAt: Date;
}

interface TeamRow {
  id: Uuid;
  name: string;
  account_ids: Uuid[] | null;
  created_at: Date;
}

/** Groups of members. A team allows nothing; it says who works together. */
export class Teams {
  constructor(private readonly deps: Omit<MembersDeps, 'directory'>) {}

  async list(actor: Actor): Promise<Team[]> {
    actor.require('member:read');
    return this.deps.database.tenant(actor, (tx) => readTeams(tx, null));
  }

  /** @throws Refusal `auth.forbidden`, `team.name_malformed`, `team.name_taken`, `team.too_many` */
  create(actor: Actor, text: string): Promise<Team> {
    const name = nameOf(text);
    const { clock } = this.deps;
    return this.write(actor, [], async (tx) => {
      const [count] = await tx.sql<{ count: number }>`select count(*)::int as count from teams`;
      if (count && count.count >= MOST_TEAMS) throw refuse('team.too_many');
      const id = newId(clock.now());
      await tx.sql`insert into teams (id, name, created_at) values (${id}, ${name}, ${clock.date()})`;
      tx.audit('team.created', { kind: 'team', id }, { name });
      return id;
    });
  }

  /** @throws Refusal `auth.forbidden`, `team.not_found`, `team.name_malformed`, `team.name_taken` */
  rename(actor: Actor, teamId: string, text: string): Promise<Team> {
    const name = nameOf(text);
    return this.write(actor, [], async (tx) => {
      const id = await lockTeam(tx, teamId);
      await tx.sql`update teams set name = ${name} where id = ${id}`;
      tx.audit('team.renamed', { kind: 'team', id }, { name });
      return id;
    });
  }

  /** @throws Refusal `auth.forbidden`, `team.not_found` */
  async remove(actor: Actor, teamId: string): Promise<void> {
    await this.locked(actor, [], async (tx) => {
      const id = await lockTeam(tx, teamId);
      await tx.sql`delete from team_members where team_id = ${id}`;
      await tx.sql`delete from teams where id = ${id}`;
      tx.audit('team.removed', { kind: 'team', id });
    });
  }

  /** In already: nothing changes. @throws Refusal `auth.forbidden`, `team.not_found`, `member.not_found` */
  put(actor: Actor, teamId: string, accountId: string): Promise<Team> {
    const account = accountOf(accountId);
    return this.write(actor, [account], async (tx, standings) => {
      const id = await lockTeam(tx, teamId);
      if (!standings.has(account)) throw refuse('member.not_found');
      const put = await tx.sql`insert into team_members (team_id, account_id, added_at) values (${id}, ${account}, ${this.deps.clock.date()})
        on conflict do nothing returning team_id`;
      if (put.length > 0) tx.audit('team.member_added', { kind: 'team', id }, { account });
      return id;
    });
  }

  /** @throws Refusal `auth.forbidden`, `team.not_found` */
  take(actor: Actor, teamId: string, accountId: string): Promise<Team> {
    const account = accountOf(accountId);
    return this.write(actor, [], async (tx) => {
      const id = await lockTeam(tx, teamId);
      const taken = await tx.sql`delete from team_members where team_id = ${id} and account_id = ${account} returning team_id`;
      if (taken.length > 0) tx.audit('team.member_removed', { kind: 'team', id }, { account });
      return id;
    });
  }

  private async write(actor: Actor, accounts: readonly Uuid[], work: (tx: TenantTx, standings: Standings) => Promise<Uuid>): Promise<Team> {
    const [team] = await refusing({ teams_by_name: 'team.name_taken' }, () =>
      this.locked(actor, accounts, async (tx, standings) => readTeams(tx, await work(tx, standings))),
    );
    if (!team) throw new Error('a written team came back empty');
    return team;
  }

  private locked<T>(actor: Actor, accounts: readonly Uuid[], work: (tx: TenantTx, standings: Standings) => Promise<T>): Promise<T> {
    actor.require('member:write');
    const me = actor.requirePerson();
    return this.deps.database.tenant(actor, async (tx) => {
      const standings = await lockStandings(tx, [me, ...accounts]);
      ownStanding(standings, actor, 'member:write');
      return work(tx, standings);
    });
  }
}

function nameOf(text: string): string {
  const name = readLabel(text, 60);
  if (name === null) throw refuse('team.name_malformed');
  return name;
}

function accountOf(accountId: string): Uuid {
  if (!isUuid(accountId)) throw refuse('member.not_found');
  return accountId;
}

async function lockTeam(tx: TenantTx, id: string): Promise<Uuid> {
  const [team] = isUuid(id) ? await tx.sql<{ id: Uuid }>`select id from teams where id = ${id} for update` : [];
  if (!team) throw refuse('team.not_found');
  return team.id;
}

async function readTeams(tx: TenantTx, id: Uuid | null): Promise<Team[]> {
  const rows = await tx.sql<TeamRow>`select t.id, t.name, t.created_at,
      (select array_agg(x.account_id order by x.added_at, x.account_id) from team_members x where x.team_id = t.id) as account_ids
    from teams t where ${id}::uuid is null or t.id = ${id}::uuid order by lower(t.name) limit ${MOST_TEAMS}`;
  return rows.map((row) => ({ id: row.id, name: row.name, accountIds: row.account_ids ?? [], createdAt: row.created_at }));
}
