import { evaluateSegment } from '@vedette/contracts';
import type { Database, TenantScope, TenantTx } from '@vedette/database';
import { dateFrom, type Clock } from '@vedette/kernel';
import { composeSegments, type Batch, type ComposedSegment } from './compose-segments';
import { countSource, isMuted } from './count-source';
import { claimKeys, forgetOld, writeReceipts, type Outcome } from './receipts';
import { packSegment, type StoredBody } from './segment-body';

type PackedSegment = ComposedSegment & StoredBody;

export interface CommitOptions {
  readonly clock: Clock;
  /** Whether to clear out what is a day old on the way. */
  readonly forget: boolean;
  /** What else belongs into the transaction. */
  readonly also?: (tx: TenantTx) => void;
}

/**
 * Stores batches of one tenant and one source and asks for their evaluation, in one transaction: its commit is the
 * acknowledgement of all of them. Outcomes are in the order of the batches.
 */
export async function commitBatches(
  database: Database,
  scope: TenantScope,
  source: string,
  batches: readonly Batch[],
  options: CommitOptions,
): Promise<Outcome[]> {
  const now = options.clock.now();
  const optimistic = await pack(composeSegments(batches, now));
  return database.tenant(scope, async (tx) => {
    // Sent along with what follows, not before it.
    const asked = isMuted(tx, source);
    const settled = await claimKeys(tx, batches, now);
    const muted = await asked;
    const fresh = batches.filter((batch) => !settled.has(batch));
    // Nearly always nothing was answered before, and what was packed ahead of the transaction stands.
    const packed = settled.size === 0 ? optimistic : await pack(composeSegments(fresh, now));
    const segments = muted ? [] : packed.segments;
    const answers = muted ? packed.answers.map((answer) => ({ ...answer, segments: [], dropped: answer.accepted })) : packed.answers;
    if (fresh.length > 0) {
      // Sent together, in this order.
      await Promise.all([
        storeSegments(tx, source, segments, now),
        writeReceipts(tx, fresh, answers),
        countSource(tx, source, fresh.map(({ post }) => post), now, muted),
      ]);
    }
    if (options.forget) await forgetOld(tx, now);
    options.also?.(tx);
    const answerOf = new Map<Batch, Outcome>(settled);
    fresh.forEach((batch, index) => answerOf.set(batch, answers[index] ?? new Error('a batch has no answer')));
    return batches.map((batch) => answerOf.get(batch) ?? new Error('a batch has no outcome'));
  });
}

async function pack(composed: ReturnType<typeof composeSegments>): Promise<{ segments: PackedSegment[]; answers: typeof composed.answers }> {
  const segments = await Promise.all(composed.segments.map(async (segment) => ({ ...segment, ...(await packSegment(segment.frames)) })));
  return { segments, answers: composed.answers };
}

async function storeSegments(tx: TenantTx, source: string, segments: readonly PackedSegment[], now: number): Promise<void> {
  const receivedAt = dateFrom(now);
  const day = receivedAt.toISOString().slice(0, 10);
  for (const { id } of segments) tx.enqueue(evaluateSegment, { segmentId: id, day });
  await Promise.all(
    segments.map(
      (segment) => tx.sql`
        insert into event_segments (tenant_id, day, id, batch_ids, source, received_at, event_count, raw_bytes, encoding, body)
        values ((select app.tenant_id()), ${day}::date, ${segment.id}, ${segment.batchIds}::uuid[], ${source}, ${receivedAt},
          ${segment.frames.length}, ${segment.raw_bytes}, ${segment.encoding}, ${segment.body})`,
    ),
  );
}
