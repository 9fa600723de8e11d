import { accessRevoked } from '@vedette/contracts';
import { isUuid, newId } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import { draftSession, newSession } from '../sessions/new-session';
import type { NewSession } from '../sessions/new-session';
import type { SeatRow } from '../sessions/seat';
import type { TenantDeps } from '../tenants/tenant-settings';
import { asOperator, requireOperator } from './operators';

/** What a customer lets operators look at. */
export interface OpenSupportGrant {
  readonly id: Uuid;
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly reason: string;
  readonly writes: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

interface OpenRow {
  grant_id: Uuid;
  tenant_id: TenantId;
  tenant_name: string;
  reason: string;
  writes: boolean;
  created_at: Date;
  expires_at: Date;
}

/** The operator's side of support: into a tenant by its own grant, and out of it. Both logs tell of it. */
export class SupportVisits {
  constructor(private readonly deps: TenantDeps) {}

  /** Newest first, at most 200. @throws Refusal `auth.forbidden` */
  async open(actor: Actor): Promise<OpenSupportGrant[]> {
    const operator = requireOperator(actor);
    const { directory, clock } = this.deps;
    const rows = await asOperator(() => directory.call<OpenRow>('platform_support_grants', operator, clock.date()));
    return rows.map((row) => ({
      id: row.grant_id,
      tenantId: row.tenant_id,
      tenantName: row.tenant_name,
      reason: row.reason,
      writes: row.writes,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    }));
  }

  /**
   * A new session in the customer's tenant, of the role `support` or `support-write`, that ends with the grant; the
   * operator's own session ends.
   * @throws Refusal `auth.forbidden`, `auth.step_up`, `support.not_found`
   */
  async enter(actor: Actor, grantId: string): Promise<NewSession> {
    const operator = requireOperator(actor);
    const { directory, database, clock } = this.deps;
    actor.requireRecent(clock.now());
    const { sessionId } = actor;
    const grant = (await this.open(actor)).find(({ id }) => isUuid(grantId) && id === grantId);
    if (!grant || !sessionId) throw refuse('support.not_found');
    const draft = draftSession(clock);
    const session = await asOperator(() =>
      database.tenant({ tenantId: grant.tenantId, principal: `support:${operator}` }, async (tx) => {
        const [seat] = await directory.call<SeatRow>(
          'enter_support', operator, newId(clock.now()), sessionId, grant.id, grant.tenantId, draft.id, draft.hash, draft.at,
        );
        if (!seat) throw refuse('support.not_found');
        tx.audit('support.entered', { kind: 'support-grant', id: grant.id }, { writes: grant.writes });
        return newSession(draft, seat);
      }),
    );
    await database.tenant(actor, async (tx) => {
      tx.announce(accessRevoked, { sessionId });
      tx.audit('session.closed', { kind: 'session', id: sessionId });
    });
    return session;
  }

  /**
   * Back into a tenant of their own; null for an operator who has none any more, and is signed out.
   * @throws Refusal `support.not_inside`
   */
  async leave(actor: Actor): Promise<NewSession | null> {
    const { sessionId, supportGrantId, accountId } = actor;
    if (!sessionId || !supportGrantId || !accountId) throw refuse('support.not_inside');
    const { directory, database, clock } = this.deps;
    const draft = draftSession(clock);
    const seat = await database.tenant(actor, async (tx) => {
      const [home] = await directory.call<SeatRow>('leave_support', accountId, newId(clock.now()), sessionId, draft.id, draft.hash, draft.at);
      tx.audit('support.left', { kind: 'support-grant', id: supportGrantId });
      tx.announce(accessRevoked, { sessionId });
      return home ?? null;
    });
    if (!seat) return null;
    await database.tenant({ tenantId: seat.tenant_id, principal: `account:${accountId}` }, async (tx) => {
      tx.audit('session.opened', { kind: 'session', id: draft.id });
    });
    return newSession(draft, seat);
  }
}
