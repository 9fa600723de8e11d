import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { dateFrom, systemClock, type Clock } from '@vedette/kernel';
import type { Level } from '@vedette/sigma';
import { unifiedDiff } from './diff-lines';

/** What an upgrade of a pack did to one rule, and why that concerns this tenant. */
export interface RuleDrift {
  readonly pack: string;
  readonly path: string;
  readonly ruleId: string;
  readonly title: string;
  readonly change: 'added' | 'changed' | 'removed';
  readonly at: Date;
  readonly before: string | null;
  readonly after: string | null;
  /** From before to after, as `diff -u`. */
  readonly diff: string;
  /** What this tenant had decided; null where it had not. */
  readonly enabled: boolean | null;
  readonly severity: Level | null;
  readonly exclusions: number;
  /** An own rule with this id runs, and did not change with the pack. */
  readonly replaced: boolean;
  /** In the last 30 days. */
  readonly matched: number;
  readonly alerts: number;
  /** Any of the above. */
  readonly concerns: boolean;
}

export interface DriftPage {
  /** What concerns this tenant first, then newest first. */
  readonly changes: readonly RuleDrift[];
  /** All changes since; more than are listed where the list is full. */
  readonly total: number;
}

type DriftRow = Omit<RuleDrift, 'diff'> & { readonly total: number };

const THIRTY_DAYS = 30 * 86_400_000;
const MOST_CHANGES = 200;

/** What new versions of packs changed for a tenant, beside what it had decided about the same rules. */
export class DriftReport {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** @throws Refusal `auth.forbidden` */
  async since(actor: Actor, at: Date): Promise<DriftPage> {
    actor.require('rule:read');
    const now = this.clock.now();
    // A Date that is no instant asks for everything there is.
    const from = dateFrom(Number.isNaN(at.getTime()) ? 0 : at.getTime());
    const rows = await this.database.tenant(actor, (tx) => tx.sql<DriftRow>`
      with days as (
        select rule_id, sum(matched)::float8 as matched, sum(alerts)::float8 as alerts from rule_days
        where day > ${dateFrom(now - THIRTY_DAYS).toISOString().slice(0, 10)}::date group by rule_id),
      tuned as (
        select rule_id, count(*)::int as exclusions from rule_exclusions
        where ended_at is null and (expires_at is null or expires_at > ${dateFrom(now)}) and rule_id is not null group by rule_id),
      joined as (
        select c.pack_id as pack, c.path, c.rule_id as "ruleId", c.title, c.change, c.at, c.before, c.after,
          s.enabled, s.severity, coalesce(x.exclusions, 0) as exclusions, t.rule_id is not null as replaced,
          coalesce(d.matched, 0) as matched, coalesce(d.alerts, 0) as alerts
        from rule_changes c left join rule_settings s on s.rule_id = c.rule_id left join tuned x on x.rule_id = c.rule_id
          left join tenant_rules t on t.rule_id = c.rule_id left join days d on d.rule_id = c.rule_id
        where c.at > ${from})
      select *, (enabled is not null or exclusions > 0 or replaced or matched > 0) as concerns, count(*) over ()::int as total
      from joined order by concerns desc, at desc, pack, path limit ${MOST_CHANGES}`);
    return { changes: rows.map(driftOf), total: rows[0]?.total ?? 0 };
  }
}

function driftOf({ total: _total, ...row }: DriftRow): RuleDrift {
  const name = `${row.pack}/${row.path}`;
  return { ...row, diff: unifiedDiff(row.before ?? '', row.after ?? '', { before: name, after: name }) };
}
