import { accessRevoked } from '@vedette/contracts';
import type { TenantTx } from '@vedette/database';
import { dateFrom, isUuid, newId } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { permissionsOf } from '../actor/permissions';
import { checkHeld, lockStandings, ownStanding } from '../members/standing';
import { refuse } from '../refusals';
import type { TenantDeps } from '../tenants/tenant-settings';
import { readReason } from './reason';
import { readVisits } from './read-visits';
import type { SupportVisit } from './read-visits';

export interface SupportGrant {
  readonly id: Uuid;
  readonly reason: string;
  readonly writes: boolean;
  readonly grantedBy: Uuid;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** Neither over nor taken back. */
  readonly open: boolean;
  /** Newest first. */
  readonly visits: readonly SupportVisit[];
}

export interface GrantAsked {
  readonly reason: string;
  readonly hours: number;
  /** Support reads, unless told otherwise. */
  readonly writes?: boolean | null;
}

interface GrantRow {
  id: Uuid;
  reason: string;
  writes: boolean;
  granted_by: Uuid;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
}

const HOUR_MS = 60 * 60 * 1000;
const MOST_OPEN = 10;

/** The customer's side of support: nobody of the installation sees a tenant from within unless let in here. */
export class SupportGrants {
  constructor(private readonly deps: TenantDeps) {}

  /** Newest first, at most 100. @throws Refusal `auth.forbidden` */
  async list(actor: Actor): Promise<SupportGrant[]> {
    actor.require('member:read');
    return this.deps.database.tenant(actor, (tx) => this.read(tx, null));
  }

  /**
   * @throws Refusal `auth.forbidden`, `auth.step_up`, `member.beyond_own`, `support.reason_malformed`, `support.hours_malformed`,
   * `support.too_many`
   */
  async grant(actor: Actor, asked: GrantAsked): Promise<SupportGrant> {
    const me = this.person(actor);
    const reason = readReason(asked.reason);
    if (!reason) throw refuse('support.reason_malformed');
    if (!Number.isInteger(asked.hours) || asked.hours < 1 || asked.hours > 72) throw refuse('support.hours_malformed');
    const writes = asked.writes ?? false;
    const { database, clock } = this.deps;
    const id = newId(clock.now());
    return database.tenant(actor, async (tx) => {
      const own = ownStanding(await lockStandings(tx, [me]), actor, 'member:write');
      // Nobody lets others do what they may not do themselves.
      checkHeld(own, permissionsOf(writes ? 'support-write' : 'support'));
      const [open] = await tx.sql<{ n: number }>`select count(*)::int as n from support_grants where revoked_at is null and expires_at > ${clock.date()}`;
      if ((open?.n ?? 0) >= MOST_OPEN) throw refuse('support.too_many');
      const until = dateFrom(clock.now() + asked.hours * HOUR_MS);
      await tx.sql`insert into support_grants (id, reason, writes, granted_by, created_at, expires_at)
        values (${id}, ${reason}, ${writes}, ${me}, ${clock.date()}, ${until})`;
      tx.audit('support.granted', { kind: 'support-grant', id }, { reason, writes, until: until.toISOString() });
      return this.one(tx, id);
    });
  }

  /** Whoever came in by it is out at once, on sockets too. @throws Refusal `auth.forbidden`, `auth.step_up`, `support.not_found` */
  async revoke(actor: Actor, id: string): Promise<SupportGrant> {
    this.person(actor);
    if (!isUuid(id)) throw refuse('support.not_found');
    const { database, directory, clock } = this.deps;
    const revoked = await database.tenant(actor, async (tx) => {
      const [row] = await tx.sql`update support_grants set revoked_at = ${clock.date()}
        where id = ${id} and revoked_at is null and expires_at > ${clock.date()} returning id`;
      if (!row) throw refuse('support.not_found');
      tx.audit('support.revoked', { kind: 'support-grant', id });
      return this.one(tx, id);
    });
    // After the commit, so that no session that was opened meanwhile outlives it.
    const ended = await directory.call<{ session_id: Uuid; account_id: Uuid }>('end_support', actor.tenantId, id, clock.date());
    if (ended.length > 0) {
      await database.tenant(actor, async (tx) => {
        for (const { account_id: accountId } of ended) tx.announce(accessRevoked, { accountId });
      });
    }
    return revoked;
  }

  private person(actor: Actor): Uuid {
    actor.require('member:write');
    actor.requireRecent(this.deps.clock.now());
    return actor.requirePerson();
  }

  private async one(tx: TenantTx, id: Uuid): Promise<SupportGrant> {
    const [grant] = await this.read(tx, id);
    if (!grant) throw refuse('support.not_found');
    return grant;
  }

  private async read(tx: TenantTx, id: Uuid | null): Promise<SupportGrant[]> {
    const now = this.deps.clock.now();
    const rows = await tx.sql<GrantRow>`select id, reason, writes, granted_by, created_at, expires_at, revoked_at from support_grants
      where ${id}::uuid is null or id = ${id}::uuid order by created_at desc, id desc limit 100`;
    const visits = await readVisits(tx, rows.map((row) => row.id));
    return rows.map((row) => ({
      id: row.id,
      reason: row.reason,
      writes: row.writes,
      grantedBy: row.granted_by,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
      open: row.revoked_at === null && row.expires_at.getTime() > now,
      visits: visits.get(row.id) ?? [],
    }));
  }
}
