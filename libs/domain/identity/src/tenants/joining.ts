import { accessRevoked } from '@vedette/contracts';
import { isUuid, newId } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { recordChange } from '../members/member-changes';
import { readGrant } from '../members/standing';
import { refuse } from '../refusals';
import { draftSession, newSession } from '../sessions/new-session';
import type { NewSession } from '../sessions/new-session';
import type { SeatRow } from '../sessions/seat';
import type { TenantDeps } from './tenant-settings';

/** An organisation that lets people of a domain join. */
export interface Joinable {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly domain: string;
  readonly role: string;
}

/** Joining by the domain of one's own proven address. Nothing joins by itself. */
export class Joining {
  constructor(private readonly deps: TenantDeps) {}

  /** None for a key, nor for support; nor where one was a member once: who was removed comes back by invitation. */
  async offers(actor: Actor): Promise<Joinable[]> {
    if (!actor.sessionId || actor.supportGrantId) return [];
    const rows = await this.deps.directory.call<{ tenant_id: TenantId; tenant_name: string; domain: string; role: string }>('joinable_tenants', actor.requirePerson());
    return rows.map((row) => ({ tenantId: row.tenant_id, name: row.tenant_name, domain: row.domain, role: row.role }));
  }

  /** Makes a member, and works there from now on under a new token. @throws Refusal `auth.forbidden`, `join.not_offered` */
  async join(actor: Actor, tenantId: string): Promise<NewSession> {
    const accountId = actor.requirePerson();
    const { sessionId } = actor;
    const offer = (await this.offers(actor)).find((each) => isUuid(tenantId) && each.tenantId === tenantId);
    if (!sessionId || !offer) throw refuse('join.not_offered');
    const { directory, database, clock } = this.deps;
    const draft = draftSession(clock);
    const session = await database.tenant({ tenantId: offer.tenantId, principal: actor.principal }, async (tx) => {
      const [seat] = await directory.call<SeatRow>('join_by_domain', sessionId, accountId, offer.tenantId, newId(clock.now()), draft.id, draft.hash, draft.at);
      if (!seat) throw refuse('join.not_offered');
      await recordChange(tx, clock, accountId, 'joined', await readGrant(tx, { role: seat.role }));
      tx.audit('member.joined', { kind: 'account', id: accountId }, { role: seat.role, domain: offer.domain });
      tx.audit('session.opened', { kind: 'session', id: draft.id });
      return newSession(draft, seat);
    });
    await database.tenant(actor, async (tx) => {
      tx.announce(accessRevoked, { sessionId });
      tx.audit('session.closed', { kind: 'session', id: sessionId });
    });
    return session;
  }
}
