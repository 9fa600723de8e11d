import type { TenantTx } from '@vedette/database';
import { json } from '@vedette/database';
import { dateFrom } from '@vedette/kernel';
import { refuse } from '../refusals';
import type { Batch } from './compose-segments';
import { postHash, type IngestAnswer } from './event-post';

const LIFETIME_MS = 24 * 3_600_000;

/** A post's outcome: an answer, or the refusal that it alone meets. */
export type Outcome = IngestAnswer | Error;

/**
 * Claims the Idempotency-Keys of some batches. Who comes second with a key waits here until the first has committed (or
 * claims the key, if it rolled back), and gets its answer. Answers are written by `writeReceipts` in the same transaction.
 * @returns the outcomes of the batches that were answered before; the others are fresh.
 */
export async function claimKeys(tx: TenantTx, batches: readonly Batch[], now: number): Promise<Map<Batch, Outcome>> {
  const settled = new Map<Batch, Outcome>();
  const keyed = batches.filter(({ post }) => post.idempotencyKey !== undefined);
  if (keyed.length === 0) return settled;
  const rows = keyed.map(({ post }) => ({ key: post.idempotencyKey, hash: postHash(post).toString('hex') }));
  // In order of the key, so that two transactions that share several keys wait for each other in one direction only.
  const claimed = await tx.sql<{ key: string }>`
    insert into ingest_receipts (tenant_id, key, body_hash, answer, created_at)
    select (select app.tenant_id()), r.key, decode(r.hash, 'hex'), '{}', ${dateFrom(now)}
    from jsonb_to_recordset(${json(rows)}) as r(key text, hash text) order by r.key collate "C"
    on conflict (tenant_id, key) do update
      set body_hash = excluded.body_hash, answer = excluded.answer, created_at = excluded.created_at
      where ingest_receipts.created_at < ${dateFrom(now - LIFETIME_MS)}
    returning key`;
  const fresh = new Set(claimed.map(({ key }) => key));
  const repeated = keyed.filter(({ post }) => !fresh.has(post.idempotencyKey ?? ''));
  if (repeated.length === 0) return settled;
  const receipts = await tx.sql<{ key: string; body_hash: Buffer; answer: IngestAnswer }>`
    select key, body_hash, answer from ingest_receipts where key = any(${repeated.map(({ post }) => post.idempotencyKey ?? '')})`;
  for (const batch of repeated) {
    const receipt = receipts.find(({ key }) => key === batch.post.idempotencyKey);
    if (!receipt) throw new Error('an ingest receipt vanished while its key was claimed');
    settled.set(batch, receipt.body_hash.equals(postHash(batch.post)) ? receipt.answer : refuse('ingest.key_reused'));
  }
  return settled;
}

export async function writeReceipts(tx: TenantTx, batches: readonly Batch[], answers: readonly IngestAnswer[]): Promise<void> {
  const rows = batches.flatMap(({ post }, index) =>
    post.idempotencyKey === undefined ? [] : [{ key: post.idempotencyKey, answer: answers[index] }],
  );
  if (rows.length === 0) return;
  await tx.sql`
    update ingest_receipts i set answer = r.answer
    from jsonb_to_recordset(${json(rows)}) as r(key text, answer jsonb) where i.key = r.key`;
}

/** Forgets what was answered more than a day ago, and minutes nobody looks at any more. Never waits for anyone. */
export async function forgetOld(tx: TenantTx, now: number): Promise<void> {
  const dayAgo = dateFrom(now - LIFETIME_MS);
  await tx.sql`
    delete from ingest_receipts where key in (
      select key from ingest_receipts where created_at < ${dayAgo} order by created_at limit 500 for update skip locked)`;
  await tx.sql`
    delete from source_minutes m using (
      select source, minute from source_minutes where minute < ${dayAgo} limit 500 for update skip locked) old
    where m.source = old.source and m.minute = old.minute`;
}
