import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { dateFrom, systemClock, type Clock } from '@vedette/kernel';
import { builtInRouting, kindReaches } from '@vedette/sigma';
import { attackTactics, attackTechniques, type AttackTechnique } from './generated/attack-techniques';

/** A technique, and how well it is watched. Rules of its sub-techniques are counted there, not here. */
export interface TechniqueCoverage extends AttackTechnique {
  readonly enabled: number;
  readonly disabled: number;
  /** Of the enabled ones, those for which some source sends the kind of log they read; correlations are not among them. */
  readonly visible: number;
  /** Opened in the last 90 days. */
  readonly alerts: number;
}

export interface AttackCoverage {
  readonly tactics: readonly { readonly id: string; readonly name: string }[];
  /** All of ATT&CK Enterprise, by id. */
  readonly techniques: readonly TechniqueCoverage[];
  /** What rules are tagged with and ATT&CK does not have (any more). */
  readonly unknown: readonly { readonly id: string; readonly rules: number }[];
  /** Kinds of logs that sources send. */
  readonly kinds: readonly string[];
}

interface TagCount {
  readonly technique: string;
  readonly logsource: string;
  readonly enabled: boolean;
  readonly rules: number;
}

const NINETY_DAYS = 90 * 86_400_000;

/** Which techniques of ATT&CK a tenant would see. */
export class Coverage {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** @throws Refusal `auth.forbidden` */
  async matrix(actor: Actor): Promise<AttackCoverage> {
    actor.require('rule:read');
    const since = dateFrom(this.clock.now() - NINETY_DAYS);
    const [counts, alerts, sources] = await this.database.tenant(actor, (tx) => Promise.all([
      tx.sql<TagCount>`
        with running as (
          select distinct on (rule_id) rule_id, tags, logsource from rules r
          where refusal is null and kind <> 'filter' and not exists (select from tenant_rules t where t.rule_id = r.rule_id)
          order by rule_id, pack_id, path),
        every as (select * from running union all select rule_id, tags, logsource from tenant_rules)
        select upper(substr(tag, 8)) as technique, e.logsource, coalesce(s.enabled, true) as enabled, count(distinct e.rule_id)::int as rules
        from every e cross join unnest(e.tags) tag left join rule_settings s on s.rule_id = e.rule_id
        where lower(tag) ~ '^attack[.]t[0-9]{4}([.][0-9]{3})?$' group by 1, 2, 3`,
      tx.sql<{ technique: string; alerts: number }>`
        select upper(substr(tag, 8)) as technique, count(*)::int as alerts from alerts cross join unnest(attack) tag
        where opened_at > ${since} and lower(tag) ~ '^attack[.]t[0-9]{4}([.][0-9]{3})?$' group by 1`,
      tx.sql<{ kind: string }>`select distinct kind from sources where kind is not null order by kind`,
    ]));
    return coverageOf(counts, new Map(alerts.map((row) => [row.technique, row.alerts])), sources.map(({ kind }) => kind));
  }
}

function coverageOf(counts: readonly TagCount[], alerts: ReadonlyMap<string, number>, kinds: readonly string[]): AttackCoverage {
  const visible = new Map([...new Set(counts.map(({ logsource }) => logsource))].map((logsource) => [logsource, isVisible(logsource, kinds)]));
  const byTechnique = new Map<string, TagCount[]>();
  for (const row of counts) byTechnique.set(row.technique, [...(byTechnique.get(row.technique) ?? []), row]);
  const known = new Set(attackTechniques.map(({ id }) => id));
  const sum = (rows: readonly TagCount[]): number => rows.reduce((all, { rules }) => all + rules, 0);
  const techniques = attackTechniques.map((technique) => {
    const rows = byTechnique.get(technique.id) ?? [];
    const enabled = rows.filter((row) => row.enabled);
    return {
      ...technique,
      enabled: sum(enabled),
      disabled: sum(rows) - sum(enabled),
      visible: sum(enabled.filter(({ logsource }) => visible.get(logsource))),
      alerts: alerts.get(technique.id) ?? 0,
    };
  });
  const unknown = [...byTechnique].filter(([id]) => !known.has(id)).map(([id, rows]) => ({ id, rules: sum(rows) })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { tactics: attackTactics, techniques, unknown, kinds };
}

/** @param logsource as the catalog writes it; empty for a correlation */
function isVisible(logsource: string, kinds: readonly string[]): boolean {
  const [category, product, service] = logsource.split('/').map((part) => part || undefined);
  if (!category && !product && !service) return false;
  return kinds.some((kind) => kindReaches(kind, { category, product, service }, builtInRouting));
}
