import { json, type TenantTx } from '@vedette/database';
import { dateFrom, type Uuid } from '@vedette/kernel';
import type { ActiveSuppression } from './gather-matches';

/** Those that apply now, in the order in which they are tried. */
export async function activeSuppressions(tx: TenantTx, now: number): Promise<ActiveSuppression[]> {
  const rows = await tx.sql<{ id: Uuid; rule_id: string | null; keys: string[]; window_ms: string }>`
    select id, rule_id, keys, window_ms from suppressions
    where ended_at is null and (expires_at is null or expires_at > ${dateFrom(now)})
    order by rule_id is null, created_at, id`;
  return rows.map((row) => ({ id: row.id, ruleId: row.rule_id, keys: row.keys, window: Number(row.window_ms) }));
}

/** Counts what opened no alert; in the order of ids, so that workers wait for each other but never in a circle. */
export async function countSuppressed(tx: TenantTx, hits: ReadonlyMap<Uuid, { readonly hits: number; readonly lastAt: number }>): Promise<void> {
  const rows = [...hits].filter(([, { hits: count }]) => count > 0).map(([id, { hits: count, lastAt }]) => ({ id, hits: count, last_at: dateFrom(lastAt).toISOString() }));
  if (rows.length === 0) return;
  await tx.sql`
    with hit as (select * from jsonb_to_recordset(${json(rows)}) as r(id uuid, hits bigint, last_at timestamptz)),
      locked as (select s.id from suppressions s join hit on hit.id = s.id order by s.id for update of s)
    update suppressions s set hits = s.hits + hit.hits, last_hit_at = greatest(s.last_hit_at, hit.last_at)
    from hit join locked on locked.id = hit.id where s.id = hit.id`;
}
