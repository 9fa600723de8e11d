import { json, type TenantTx } from '@vedette/database';
import { dateFrom } from '@vedette/kernel';
import { heatOf, withGain, type RiskAt } from './risk';

/** Something that an entity's risk gained, or lost when it is below zero. */
export interface RiskChange {
  readonly kind: string;
  readonly value: string;
  readonly gain: number;
  /** When the alert was opened; milliseconds. */
  readonly at: number;
  /** The alert's first event. */
  readonly firstSeenAt: number;
  /** Alerts more, or fewer. */
  readonly alerts: 0 | 1;
}

interface RiskRow {
  readonly entity_kind: string;
  readonly entity: string;
  readonly score: number;
  readonly at: Date;
  readonly alerts: string;
  readonly first_seen_at: Date;
}

const instant = (at: number): string => dateFrom(at).toISOString();
const keyOf = (kind: string, value: string): string => `${kind}/${value}`;

/**
 * Writes changes of risk. The rows are locked first, in one order over all workers, so none of two that come at the same
 * moment is lost and no two wait for each other.
 */
export async function changeRisk(tx: TenantTx, changes: readonly RiskChange[]): Promise<void> {
  const byEntity = new Map<string, RiskChange[]>();
  for (const change of changes) {
    const key = keyOf(change.kind, change.value);
    const known = byEntity.get(key);
    if (known) known.push(change);
    else byEntity.set(key, [change]);
  }
  if (byEntity.size === 0) return;
  const wanted = [...byEntity.values()].flatMap(([first]) =>
    first ? [{ entity_kind: first.kind, entity: first.value, at: instant(first.at), first_seen_at: instant(first.firstSeenAt) }] : [],
  );
  const locked = await tx.sql<RiskRow>`
    insert into entity_risk (tenant_id, entity_kind, entity, at, first_seen_at)
    select (select app.tenant_id()), r.entity_kind, r.entity, r.at, r.first_seen_at
    from jsonb_to_recordset(${json(wanted)}) as r(entity_kind text, entity text, at timestamptz, first_seen_at timestamptz)
    order by r.entity_kind collate "C", r.entity collate "C"
    on conflict (tenant_id, entity_kind, entity) do update set entity = excluded.entity
    returning entity_kind, entity, score, at, alerts, first_seen_at`;
  const rows = locked.map((row) => {
    const own = byEntity.get(keyOf(row.entity_kind, row.entity)) ?? [];
    const risk = own.reduce<RiskAt>((so, { gain, at }) => withGain(so, gain, at), { score: row.score, at: row.at.getTime() });
    return {
      entity_kind: row.entity_kind,
      entity: row.entity,
      score: risk.score,
      at: instant(risk.at),
      heat: heatOf(risk),
      alerts: Number(row.alerts) + own.reduce((sum, { alerts }) => sum + alerts, 0),
      first_seen_at: instant(Math.min(row.first_seen_at.getTime(), ...own.map(({ firstSeenAt }) => firstSeenAt))),
    };
  });
  await tx.sql`
    update entity_risk e set score = r.score, at = r.at, heat = coalesce(r.heat, '-infinity'), alerts = r.alerts, first_seen_at = r.first_seen_at
    from jsonb_to_recordset(${json(rows)}) as r(entity_kind text, entity text, score float8, at timestamptz, heat float8, alerts bigint, first_seen_at timestamptz)
    where e.entity_kind = r.entity_kind and e.entity = r.entity`;
}
