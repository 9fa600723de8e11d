import type { Database, TenantScope, TenantTx } from '@vedette/database';
import { systemClock, type Clock, type TenantId } from '@vedette/kernel';
import type { Level } from '@vedette/sigma';
import type { LoadedRules } from '../rules/rule-packs';
import type { SourceMapping } from '../sources/source-mapping';
import { planFor, type TenantChanges, type TenantPlan } from './tenant-plan';

interface KeptPlan {
  readonly plan: TenantPlan;
  readonly base: LoadedRules;
  readonly revision: string;
  /** When the next exclusion runs out; milliseconds. */
  readonly until: number;
}

/** Plans kept in memory; beyond it the one unused for longest goes, and is built again when its tenant sends. */
const MOST_PLANS = 2_000;
const noChanges: TenantChanges = { files: [], settings: [], exclusions: [], mappings: new Map() };

/** The plan of each tenant whose events this process evaluates, built anew when the tenant or a pack changed something. */
export class TenantPlans {
  private readonly kept = new Map<TenantId, KeptPlan>();
  private shared: { readonly base: LoadedRules; readonly plan: TenantPlan } | null = null;
  private readonly database: Database;
  private readonly base: () => LoadedRules;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly base: () => LoadedRules; readonly clock?: Clock }) {
    this.database = deps.database;
    this.base = deps.base;
    this.clock = deps.clock ?? systemClock;
  }

  /** @param revision as `revisionOf` read it in the transaction that also read what is to be evaluated. @throws Outage */
  async of(scope: TenantScope, revision: string): Promise<TenantPlan> {
    const base = this.base();
    if (revision === '0') return this.unchanged(base);
    const known = this.kept.get(scope.tenantId);
    if (known?.revision === revision && known.base === base && this.clock.now() < known.until) {
      this.kept.delete(scope.tenantId);
      this.kept.set(scope.tenantId, known);
      return known.plan;
    }
    const { changes, until, read } = await this.database.tenant(scope, (tx) => readChanges(tx, this.clock));
    const plan = planFor(base, changes);
    this.kept.delete(scope.tenantId);
    this.kept.set(scope.tenantId, { plan, base, revision: read, until });
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_PLANS && oldest !== undefined) this.kept.delete(oldest);
    return plan;
  }

  private unchanged(base: LoadedRules): TenantPlan {
    if (this.shared?.base !== base) this.shared = { base, plan: planFor(base, noChanges) };
    return this.shared.plan;
  }
}

/** '0' for a tenant that never changed a rule. */
export async function revisionOf(tx: TenantTx): Promise<string> {
  const [row] = await tx.sql<{ revision: string }>`select revision::text as revision from rule_revisions`;
  return row?.revision ?? '0';
}

/** Every change of rules, settings or exclusions says so in its own transaction. */
export async function bumpRevision(tx: TenantTx, clock: Clock): Promise<void> {
  await tx.sql`
    insert into rule_revisions (tenant_id, revision, changed_at) values ((select app.tenant_id()), 1, ${clock.date()})
    on conflict (tenant_id) do update set revision = rule_revisions.revision + 1, changed_at = excluded.changed_at`;
}

export async function readChanges(tx: TenantTx, clock: Clock): Promise<{ changes: TenantChanges; until: number; read: string }> {
  const now = clock.date();
  const [read, files, settings, exclusions, mappings] = await Promise.all([
    revisionOf(tx),
    tx.sql<{ path: string; yaml: string }>`select path, yaml from rule_files order by path collate "C"`,
    tx.sql<{ ruleId: string; enabled: boolean; severity: Level | null }>`select rule_id as "ruleId", enabled, severity from rule_settings`,
    tx.sql<{ id: string; yaml: string; expires_at: Date | null }>`
      select id, yaml, expires_at from rule_exclusions where ended_at is null and (expires_at is null or expires_at > ${now}) order by id`,
    tx.sql<SourceMapping & { readonly source: string }>`select source, renames, kind from source_mappings`,
  ]);
  const until = Math.min(Infinity, ...exclusions.flatMap(({ expires_at }) => (expires_at ? [expires_at.getTime()] : [])));
  return { changes: { files, settings, exclusions, mappings: new Map(mappings.map((mapping) => [mapping.source, mapping])) }, until, read };
}
