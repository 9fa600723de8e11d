import { json, type TenantTx } from '@vedette/database';
import { dateFrom } from '@vedette/kernel';
import type { EventPost } from './event-post';
import type { RejectedLine } from './rejected-line';

/** Whether the tenant has this source's events dropped. */
export async function isMuted(tx: TenantTx, source: string): Promise<boolean> {
  const [row] = await tx.sql<{ muted: boolean }>`select muted from sources where name = ${source}`;
  return row?.muted ?? false;
}

/**
 * Counts what a source sent: in all, by minute, by day for the ledger, and by kind of reject. Always source, minute, day,
 * rejects by code: every transaction takes these locks in the same order. All are sent at once.
 */
export async function countSource(tx: TenantTx, source: string, posts: readonly EventPost[], now: number, muted: boolean): Promise<void> {
  const accepted = posts.reduce((sum, post) => sum + post.frames.length, 0);
  const rejected = posts.reduce((sum, post) => sum + post.rejected.length, 0);
  const at = dateFrom(now);
  const dropped = muted ? accepted : 0;
  const rejects = byCode(posts.flatMap((post) => post.rejected));
  await Promise.all([
    tx.sql`
      insert into sources (tenant_id, name, first_seen_at, last_received_at, accepted, rejected)
      values ((select app.tenant_id()), ${source}, ${at}, ${at}, ${accepted}, ${rejected})
      on conflict (tenant_id, name) do update set
        last_received_at = greatest(sources.last_received_at, excluded.last_received_at),
        accepted = sources.accepted + excluded.accepted,
        rejected = sources.rejected + excluded.rejected`,
    tx.sql`
      insert into source_minutes (tenant_id, source, minute, accepted, rejected)
      values ((select app.tenant_id()), ${source}, ${dateFrom(now - (now % 60_000))}, ${accepted}, ${rejected})
      on conflict (tenant_id, source, minute) do update set
        accepted = source_minutes.accepted + excluded.accepted,
        rejected = source_minutes.rejected + excluded.rejected`,
    tx.sql`
      insert into ingest_days (tenant_id, source, day, received, refused, dropped, stored)
      values ((select app.tenant_id()), ${source}, ${at.toISOString().slice(0, 10)}::date, ${accepted + rejected}, ${rejected}, ${dropped}, ${accepted - dropped})
      on conflict (tenant_id, source, day) do update set
        received = ingest_days.received + excluded.received, refused = ingest_days.refused + excluded.refused,
        dropped = ingest_days.dropped + excluded.dropped, stored = ingest_days.stored + excluded.stored`,
    rejects.length > 0 && countRejects(tx, source, rejects, at),
  ]);
}

function countRejects(tx: TenantTx, source: string, rejects: ReturnType<typeof byCode>, at: Date): Promise<unknown> {
  return tx.sql`
    insert into source_rejects (tenant_id, source, code, message, line, count, last_at)
    select (select app.tenant_id()), ${source}, r.code, r.message, r.line, r.count, ${at}
    from jsonb_to_recordset(${json(rejects)}) as r(code text, message text, line int, count bigint)
    order by r.code collate "C"
    on conflict (tenant_id, source, code) do update set
      message = excluded.message, line = excluded.line, last_at = excluded.last_at,
      count = source_rejects.count + excluded.count`;
}

/** One row a code: how many, and the last line of it. */
function byCode(lines: readonly RejectedLine[]): (RejectedLine & { count: number })[] {
  const rows = new Map<string, RejectedLine & { count: number }>();
  for (const line of lines) rows.set(line.code, { ...line, count: (rows.get(line.code)?.count ?? 0) + 1 });
  return [...rows.values()];
}
