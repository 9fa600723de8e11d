import { accessRevoked } from '@vedette/contracts';
import { isUuid } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import type { MembersDeps } from '../members/members';
import { checkReach, lockStandings, ownStanding } from '../members/standing';
import { refuse } from '../refusals';
import { browserInWords } from './browser-in-words';
import { noneEnded, tellTenants } from './tell-tenants';
import type { EndedRow } from './tell-tenants';

export interface OwnSession {
  readonly id: Uuid;
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly endsAt: Date;
  /** In our words. */
  readonly browser: string;
  readonly address: string;
  readonly current: boolean;
}

export interface OwnDevice {
  readonly id: Uuid;
  readonly browser: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly current: boolean;
}

interface SessionRow {
  id: Uuid;
  tenant_id: TenantId;
  tenant_name: string;
  created_at: Date;
  last_seen_at: Date;
  ends_at: Date;
  user_agent: string;
  address: string;
  device_id: Uuid | null;
}

interface DeviceRow {
  id: Uuid;
  user_agent: string;
  address: string;
  created_at: Date;
  last_seen_at: Date;
}

/** Where an account is signed in, in all of its tenants, and from which browsers it has been. What ends, ends at once, with its sockets. */
export class OwnSessions {
  constructor(private readonly deps: MembersDeps) {}

  /** Last seen first; at most 200. */
  async list(actor: Actor): Promise<OwnSession[]> {
    const rows = await this.read(actor);
    return rows.map((row) => ({
      id: row.id,
      tenantId: row.tenant_id,
      tenantName: row.tenant_name,
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      endsAt: row.ends_at,
      browser: browserInWords(row.user_agent),
      address: row.address,
      current: row.id === actor.sessionId,
    }));
  }

  /** Those of the last 13 months, last seen first; at most 100. */
  async devices(actor: Actor): Promise<OwnDevice[]> {
    const { directory, clock } = this.deps;
    const sessions = await this.read(actor);
    const here = sessions.find(({ id }) => id === actor.sessionId)?.device_id;
    const rows = await directory.call<DeviceRow>('devices_of', actor.requirePerson(), clock.date());
    return rows.map((row) => ({
      id: row.id,
      browser: browserInWords(row.user_agent),
      address: row.address,
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      current: row.id === here,
    }));
  }

  /** @throws Refusal `session.not_found`, of another account's too */
  async end(actor: Actor, id: string): Promise<void> {
    const accountId = actor.requirePerson();
    const { directory, clock } = this.deps;
    const [ended] = isUuid(id) ? await directory.call<EndedRow>('end_own_session', accountId, id, clock.date()) : [];
    if (!ended) throw refuse('session.not_found');
    await tellTenants(this.deps, accountId, ended);
  }

  /** All but this one. @throws Refusal `auth.forbidden` for a key */
  async endOthers(actor: Actor): Promise<void> {
    if (!actor.sessionId) throw refuse('auth.forbidden');
    await this.endAllBut(actor, actor.sessionId);
  }

  /** This one too. @throws Refusal `auth.forbidden` for a key */
  async endAll(actor: Actor): Promise<void> {
    await this.endAllBut(actor, null);
  }

  /** It counts as new again, and its sessions end. @throws Refusal `device.not_found`, of another account's too */
  async forget(actor: Actor, id: string): Promise<void> {
    const accountId = actor.requirePerson();
    const { directory, clock } = this.deps;
    const [ended] = isUuid(id) ? await directory.call<EndedRow>('forget_device', accountId, id, clock.date()) : [];
    if (!ended) throw refuse('device.not_found');
    await tellTenants(this.deps, accountId, ended);
  }

  /**
   * A member's sessions in the caller's tenant; what they opened in others is not its business.
   * @throws Refusal `auth.forbidden`, `member.not_found`, `member.owner_only`, `member.beyond_own`
   */
  async endOfMember(actor: Actor, accountId: string): Promise<void> {
    actor.require('member:write');
    const me = actor.requirePerson();
    if (!isUuid(accountId)) throw refuse('member.not_found');
    const { directory, database, clock } = this.deps;
    await database.tenant(actor, async (tx) => {
      const standings = await lockStandings(tx, [me, accountId]);
      const member = standings.get(accountId);
      const own = ownStanding(standings, actor, 'member:write');
      if (!member) throw refuse('member.not_found');
      checkReach(own, member);
      await directory.call('end_sessions', accountId, actor.tenantId, clock.date());
      tx.announce(accessRevoked, { accountId });
      tx.audit('member.sessions_ended', { kind: 'account', id: accountId });
    });
  }

  private async endAllBut(actor: Actor, kept: Uuid | null): Promise<void> {
    const accountId = actor.requirePerson();
    const { directory, clock } = this.deps;
    const [ended = noneEnded] = await directory.call<EndedRow>('end_account_sessions', accountId, kept, clock.date());
    await tellTenants(this.deps, accountId, ended);
  }

  private read(actor: Actor): Promise<SessionRow[]> {
    const { directory, clock } = this.deps;
    return directory.call<SessionRow>('sessions_of', actor.requirePerson(), clock.date());
  }
}
