import { accessRevoked } from '@vedette/contracts';
import { isUuid } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import { draftSession, newSession } from '../sessions/new-session';
import type { NewSession } from '../sessions/new-session';
import type { SeatRow } from '../sessions/seat';
import type { MembersDeps } from './members';

export interface Tenancy {
  readonly tenantId: TenantId;
  readonly name: string;
  /** As stored: a built-in role, or `custom`. */
  readonly role: string;
  readonly joinedAt: Date;
}

/** The tenants that one account may work in. */
export class Tenancies {
  constructor(private readonly deps: MembersDeps) {}

  /** By name; none for a key, which belongs to one tenant, nor for support, which is a guest. */
  async mine(actor: Actor): Promise<Tenancy[]> {
    if (!actor.sessionId || actor.supportGrantId) return [];
    const rows = await this.deps.directory.call<{ tenant_id: TenantId; tenant_name: string; role: string; joined_at: Date }>('tenants_of', actor.requirePerson());
    return rows.map((row) => ({ tenantId: row.tenant_id, name: row.tenant_name, role: row.role, joinedAt: row.joined_at }));
  }

  /**
   * Another tenant under another token; the old token is dead at once, its sockets too.
   * @throws Refusal `auth.unauthenticated`, `auth.forbidden` for a key, `tenant.not_found`
   */
  async switchTo(actor: Actor, tenantId: string): Promise<NewSession> {
    const accountId = actor.requirePerson();
    const { sessionId } = actor;
    if (!sessionId) throw refuse('auth.forbidden');
    const target = (await this.mine(actor)).find((tenancy) => isUuid(tenantId) && tenancy.tenantId === tenantId);
    if (!target) throw refuse('tenant.not_found');
    const { directory, database, clock } = this.deps;
    const draft = draftSession(clock);
    const session = await database.tenant({ tenantId: target.tenantId, principal: actor.principal }, async (tx) => {
      const [seat] = await directory.call<SeatRow>('switch_tenant', sessionId, accountId, target.tenantId, draft.id, draft.hash, draft.at);
      if (!seat) throw refuse('auth.unauthenticated');
      tx.audit('session.opened', { kind: 'session', id: draft.id });
      // The absolute end stays that of the sign-in: switching to and fro does not prolong it.
      return newSession(draft, seat);
    });
    await database.tenant(actor, async (tx) => {
      tx.announce(accessRevoked, { sessionId });
      tx.audit('session.closed', { kind: 'session', id: sessionId });
    });
    return session;
  }
}
