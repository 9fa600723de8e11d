import type { RelayDoor } from '@vedette/database';
import { counter } from '@vedette/telemetry';
import type { JobSender } from './job-sender';

interface ClaimedRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly principal: string;
  readonly traceparent: string | null;
  readonly attempt: number;
  readonly turn: number;
}

const BATCH = 500;
const sent = counter('vedette_relay_jobs_total', 'Jobs that the relay gave to BullMQ');

/**
 * Sends what waits, a batch at a time; answers how many. Fairness lives here: a (tenant, queue) has at most `perTenant`
 * unfinished jobs in Redis, counted in Postgres, and a batch is filled with everyone's first, then everyone's second.
 *
 * The rows stay locked while Redis is asked: if it does not answer, or this process dies, the rollback leaves them unsent.
 * If Redis took them and the commit fails, the same job ids are sent again and BullMQ or the worker drops them.
 */
export async function carryJobs(relay: RelayDoor, sender: JobSender, perTenant: number): Promise<number> {
  return relay.transaction(async ({ sql }) => {
    // The steps over (tenant_id, name) are a loose index scan: their cost is the number of queues, not of rows.
    const rows = await sql<ClaimedRow>`
      with recursive pair as (
        (select tenant_id, name from outbox where kind = 'job' and sent_at is null order by tenant_id, name limit 1)
        union all
        select next.tenant_id, next.name from pair cross join lateral (
          select o.tenant_id, o.name from outbox o
          where o.kind = 'job' and o.sent_at is null and (o.tenant_id, o.name) > (pair.tenant_id, pair.name)
          order by o.tenant_id, o.name limit 1) next
      ), chosen as (
        select waiting.* from pair
        cross join lateral (
          select count(*) as unfinished from (
            select 1 from outbox o
            where o.kind = 'job' and o.sent_at is not null and o.tenant_id = pair.tenant_id and o.name = pair.name
            limit ${perTenant}::int) held) held
        cross join lateral (
          select first.*, row_number() over (order by first.available_at, first.id) as turn from (
            select o.tenant_id, o.id, o.available_at from outbox o
            where o.kind = 'job' and o.sent_at is null and o.tenant_id = pair.tenant_id and o.name = pair.name
              and o.available_at <= clock_timestamp()
            order by o.available_at, o.id limit greatest(${perTenant}::int - held.unfinished, 0)) first) waiting
        order by waiting.turn limit ${BATCH}::int
      ), locked as (
        select o.tenant_id, o.id, chosen.turn from chosen join outbox o using (tenant_id, id)
        where o.sent_at is null for update of o skip locked
      )
      update outbox o set sent_at = clock_timestamp(), attempt = o.attempt + 1
      from locked where o.tenant_id = locked.tenant_id and o.id = locked.id
      returning o.id, o.tenant_id, o.name, o.payload, o.principal, o.traceparent, o.attempt, locked.turn::int as turn`;
    rows.sort((one, other) => one.turn - other.turn);
    if (rows.length > 0) {
      await sender.send(
        rows.map((row) => ({
          queue: row.name,
          tenantId: row.tenant_id,
          principal: row.principal,
          payload: row.payload,
          ...(row.traceparent ? { traceparent: row.traceparent } : {}),
          outboxId: row.id,
          attempt: row.attempt,
        })),
      );
      sent.add(rows.length);
    }
    return rows.length;
  });
}
