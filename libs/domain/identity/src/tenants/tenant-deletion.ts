import type { TenantTx } from '@vedette/database';
import { accessRevoked } from '@vedette/contracts';
import { dateFrom } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { lockStandings } from '../members/standing';
import { refuse } from '../refusals';
import type { TenantDeps } from './tenant-settings';

/** How long an organisation can still be kept once its deletion was asked for. */
export const graceMs = 30 * 24 * 60 * 60 * 1000;

/** An owner lets the organisation go, and any of them may change that for thirty days. */
export class TenantDeletion {
  constructor(private readonly deps: TenantDeps) {}

  /**
   * Keys and sources stop at once; members still see everything, and that it will be gone.
   * @returns when it is erased
   * @throws Refusal `auth.forbidden`, `auth.step_up`, `tenant.owner_only`, `tenant.name_differs`, `tenant.not_active`
   */
  async ask(actor: Actor, name: string): Promise<Date> {
    const { directory, database, clock } = this.deps;
    actor.requireRecent(clock.now());
    if (name.trim() !== actor.tenantName) throw refuse('tenant.name_differs');
    return database.tenant(actor, async (tx) => {
      const me = await this.owner(tx, actor);
      const deletesAt = dateFrom(clock.now() + graceMs);
      const [row] = await directory.call('ask_deletion', actor.tenantId, me, deletesAt);
      if (!row) throw refuse('tenant.not_active');
      tx.audit('tenant.deletion_asked', { kind: 'tenant', id: actor.tenantId }, { deletesAt: deletesAt.toISOString() });
      // Keys hold nothing any more, and neither do their sockets.
      tx.announce(accessRevoked, { accountId: me });
      return deletesAt;
    });
  }

  /** @throws Refusal `auth.forbidden`, `tenant.owner_only`, `tenant.not_deleting` */
  async keep(actor: Actor): Promise<void> {
    const { directory, database } = this.deps;
    await database.tenant(actor, async (tx) => {
      await this.owner(tx, actor);
      const [row] = await directory.call('keep_tenant', actor.tenantId);
      if (!row) throw refuse('tenant.not_deleting');
      tx.audit('tenant.kept', { kind: 'tenant', id: actor.tenantId });
    });
  }

  /** When the organisation is erased: every member is told, whatever their role. */
  async deletesAt(actor: Actor): Promise<Date | null> {
    if (actor.tenantState === 'active') return null;
    const [row] = await this.deps.directory.call<{ deletes_at: Date }>('tenant_deletion', actor.tenantId);
    return row?.deletes_at ?? null;
  }

  /** As the locked row has them: a role of the tenant's own may hold `tenant:write`, and is no owner. */
  private async owner(tx: TenantTx, actor: Actor): Promise<Uuid> {
    actor.require('tenant:write');
    const me = actor.requirePerson();
    if ((await lockStandings(tx, [me])).get(me)?.role !== 'owner') throw refuse('tenant.owner_only');
    return me;
  }
}
