import { correlatePartition } from '@vedette/contracts';
import { json, type TenantTx } from '@vedette/database';
import { dateFrom, type Uuid } from '@vedette/kernel';
import type { InputHit } from '../evaluation/group-matches';

interface FedSegment {
  readonly id: Uuid;
  readonly day: string;
  readonly received_at: Date;
}

/** A job that was asked for so long ago is dead; the next hit asks for another. */
const OVERDUE_MS = 60_000;

/**
 * Hands the hits of a segment to the correlations. The last thing in the segment's transaction: the lock on the head is
 * held until the commit, so numbers become visible in order. A partition whose job is on its way gets no second one.
 */
export async function storeInputs(tx: TenantTx, segment: FedSegment, inputs: ReadonlyMap<number, readonly InputHit[]>): Promise<void> {
  for (const [partition, hits] of [...inputs].sort((a, b) => a[0] - b[0])) {
    const [head] = await tx.sql<{ asked: boolean }>`
      with before as (
        select coalesce(asked_at > clock_timestamp() - ${OVERDUE_MS}::float8 * interval '1 millisecond', false) as asked
        from correlation_heads where partition = ${partition} for update
      ), head as (
        insert into correlation_heads (tenant_id, partition, seq, asked_at) values ((select app.tenant_id()), ${partition}, 1, clock_timestamp())
        on conflict (tenant_id, partition) do update set seq = correlation_heads.seq + 1,
          asked_at = case when (select asked from before) then correlation_heads.asked_at else clock_timestamp() end
        returning seq, coalesce((select asked from before), false) as asked)
      insert into correlation_inputs (tenant_id, partition, seq, segment_id, segment_day, received_at, hits)
      select (select app.tenant_id()), ${partition}, head.seq, ${segment.id}, ${segment.day}::date,
        ${dateFrom(segment.received_at.getTime())}, ${json(hits)}::jsonb from head
      returning (select asked from head) as asked`;
    if (!head?.asked) tx.enqueue(correlatePartition, { partition });
  }
}
