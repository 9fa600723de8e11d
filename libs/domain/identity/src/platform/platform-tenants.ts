import { accessRevoked } from '@vedette/contracts';
import type { AuditAction } from '@vedette/contracts';
import { dateFrom, isUuid, newId } from '@vedette/kernel';
import type { Facts, TenantId, Uuid } from '@vedette/kernel';
import type { Actor, TenantState } from '../actor/actor';
import { refuse } from '../refusals';
import { isPlan } from '../tenants/plan';
import { graceMs } from '../tenants/tenant-deletion';
import type { TenantDeps } from '../tenants/tenant-settings';
import { asOperator, requireOperator } from './operators';
import { pageOf, readPage } from './page';
import type { Page, PageAsked } from './page';
import { readReason } from './reason';

export interface PlatformTenant {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly state: TenantState;
  readonly plan: string;
  readonly trialEndsAt: Date | null;
  readonly region: string;
  readonly flags: readonly string[];
  readonly createdAt: Date;
  readonly suspendedAt: Date | null;
  readonly suspendedBecause: string | null;
  readonly deletesAt: Date | null;
  readonly members: number;
  readonly keys: number;
  /** Stored, by day of receipt in UTC: today so far, yesterday, and these with the 28 days before them. */
  readonly eventsToday: number;
  readonly eventsYesterday: number;
  readonly eventsLast30Days: number;
}

interface TenantRow {
  tenant_id: TenantId;
  name: string;
  state: TenantState;
  plan: string;
  trial_ends_at: Date | null;
  region: string;
  flags: string[];
  created_at: Date;
  suspended_at: Date | null;
  suspended_because: string | null;
  deletes_at: Date | null;
  members: number;
  api_keys: number;
  events_today: string;
  events_yesterday: string;
  events_month: string;
}

const FLAG = /^[a-z][a-z0-9-]{0,39}$/;
const LONGEST_TRIAL_MS = 2 * 366 * 24 * 60 * 60 * 1000;

/** All organisations of the installation, for those who operate it: what they use and are on, and nothing that they keep. */
export class PlatformTenants {
  constructor(private readonly deps: TenantDeps) {}

  /** Newest first. @throws Refusal `auth.forbidden`, `page.size_invalid`, `cursor.malformed` */
  async list(actor: Actor, asked: PageAsked & { readonly search?: string | null }): Promise<Page<PlatformTenant & { at: Date; id: string }>> {
    const operator = requireOperator(actor);
    const { limit, at, id } = readPage(asked);
    const search = (asked.search ?? '').trim().slice(0, 100);
    const rows = await this.read(operator, { limit: limit + 1, at, id, search, tenantId: null });
    return pageOf(rows.map((row) => ({ ...tenantOf(row), at: row.created_at, id: row.tenant_id })), limit);
  }

  /** @throws Refusal `auth.forbidden`, `tenant.unknown` */
  async get(actor: Actor, tenantId: string): Promise<PlatformTenant> {
    return this.one(requireOperator(actor), tenantId);
  }

  /** @throws Refusal `auth.forbidden`, `tenant.unknown`, `tenant.plan_unknown` */
  setPlan(actor: Actor, tenantId: string, plan: string): Promise<PlatformTenant> {
    if (!isPlan(plan)) throw refuse('tenant.plan_unknown');
    return this.change(actor, tenantId, 'tenant.plan_changed', { plan }, (before) => ({ from: before.plan, to: plan }));
  }

  /** @param at null for a trial without an end; @throws Refusal `auth.forbidden`, `tenant.unknown`, `tenant.trial_malformed` */
  setTrialEnd(actor: Actor, tenantId: string, at: Date | null): Promise<PlatformTenant> {
    const now = this.deps.clock.now();
    if (at && Math.abs(at.getTime() - now) > LONGEST_TRIAL_MS) throw refuse('tenant.trial_malformed');
    const to = at?.toISOString() ?? null;
    return this.change(actor, tenantId, 'tenant.trial_changed', { trialEndsAt: to }, (before) => ({ from: before.trial_ends_at?.toISOString() ?? null, to }));
  }

  /** @throws Refusal `auth.forbidden`, `tenant.unknown`, `tenant.flags_malformed` */
  setFlags(actor: Actor, tenantId: string, flags: readonly string[]): Promise<PlatformTenant> {
    const wanted = [...new Set(flags)].sort();
    if (wanted.length > 50 || !wanted.every((flag) => FLAG.test(flag))) throw refuse('tenant.flags_malformed');
    return this.change(actor, tenantId, 'tenant.flags_changed', { flags: wanted }, (before) => ({ from: before.flags.join(' '), to: wanted.join(' ') }));
  }

  /**
   * Sessions, sockets and keys end at once. What was taken in before is evaluated to its end; nothing new is taken in.
   * @throws Refusal `auth.forbidden`, `tenant.unknown`, `tenant.reason_malformed`, `tenant.own`, `tenant.suspended`
   */
  async suspend(actor: Actor, tenantId: string, reason: string): Promise<PlatformTenant> {
    const because = readReason(reason);
    if (!because) throw refuse('tenant.reason_malformed');
    const operator = requireOperator(actor);
    const tenant = await this.one(operator, tenantId);
    if (tenant.tenantId === actor.tenantId) throw refuse('tenant.own');
    const { directory, clock } = this.deps;
    await this.inTenant(operator, tenant.tenantId, async (audit) => {
      const [row] = await directory.call('platform_suspend', operator, newId(clock.now()), tenant.tenantId, because, clock.date());
      if (!row) throw refuse('tenant.suspended');
      audit('tenant.suspended', { reason: because });
    });
    return this.one(operator, tenantId);
  }

  /** Sessions stay ended; keys work again. @throws Refusal `auth.forbidden`, `tenant.unknown`, `tenant.not_suspended` */
  async resume(actor: Actor, tenantId: string): Promise<PlatformTenant> {
    const operator = requireOperator(actor);
    const tenant = await this.one(operator, tenantId);
    const { directory, clock } = this.deps;
    await this.inTenant(operator, tenant.tenantId, async (audit) => {
      const [row] = await directory.call('platform_resume', operator, newId(clock.now()), tenant.tenantId, clock.date(), dateFrom(clock.now() + graceMs));
      if (!row) throw refuse('tenant.not_suspended');
      audit('tenant.resumed', {});
    });
    return this.one(operator, tenantId);
  }

  private async change(
    actor: Actor, tenantId: string, action: AuditAction, changes: Readonly<Record<string, unknown>>, facts: (before: Pick<TenantRow, 'plan' | 'trial_ends_at' | 'flags'>) => Facts,
  ): Promise<PlatformTenant> {
    const operator = requireOperator(actor);
    const tenant = await this.one(operator, tenantId);
    const { directory, clock } = this.deps;
    await this.inTenant(operator, tenant.tenantId, async (audit) => {
      const [before] = await directory.call<TenantRow>('platform_change_tenant', operator, newId(clock.now()), tenant.tenantId, action, changes, clock.date());
      if (!before) throw refuse('tenant.unknown');
      audit(action, facts(before));
    });
    return this.one(operator, tenantId);
  }

  /** The tenant reads in its own log what was done to it, in the transaction that did it. */
  private inTenant(operator: Uuid, tenantId: TenantId, work: (audit: (action: AuditAction, facts: Facts) => void) => Promise<void>): Promise<void> {
    return asOperator(() =>
      this.deps.database.tenant({ tenantId, principal: `operator:${operator}` }, async (tx) => {
        await work((action, facts) => tx.audit(action, { kind: 'tenant', id: tenantId }, facts));
        // What the tenant's sockets may do is looked at again.
        tx.announce(accessRevoked, { accountId: operator });
      }),
    );
  }

  /** @throws Refusal `auth.forbidden`, `tenant.unknown` */
  private async one(operator: Uuid, tenantId: string): Promise<PlatformTenant> {
    if (!isUuid(tenantId)) throw refuse('tenant.unknown');
    const [row] = await this.read(operator, { limit: 1, at: null, id: null, search: '', tenantId });
    if (!row) throw refuse('tenant.unknown');
    return tenantOf(row);
  }

  private read(operator: Uuid, page: { limit: number; at: Date | null; id: Uuid | null; search: string; tenantId: Uuid | null }): Promise<TenantRow[]> {
    const { directory, clock } = this.deps;
    return asOperator(() => directory.call<TenantRow>('platform_tenants', operator, page.limit, page.at, page.id, page.search, page.tenantId, clock.date()));
  }
}

function tenantOf(row: TenantRow): PlatformTenant {
  return {
    tenantId: row.tenant_id,
    name: row.name,
    state: row.state,
    plan: row.plan,
    trialEndsAt: row.trial_ends_at,
    region: row.region,
    flags: row.flags,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at,
    suspendedBecause: row.suspended_because,
    deletesAt: row.deletes_at,
    members: row.members,
    keys: row.api_keys,
    eventsToday: Number(row.events_today),
    eventsYesterday: Number(row.events_yesterday),
    eventsLast30Days: Number(row.events_month),
  };
}
