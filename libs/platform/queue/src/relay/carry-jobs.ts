import type { RelayDoor, Sql } from '@vedette/database';
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
  /** Its number among the tenant's unfinished jobs of the queue, from 1 on. */
  readonly place: number;
}

const BATCH = 500;
const sent = counter('vedette_relay_jobs_total', 'Jobs that the relay gave to BullMQ');

/**
 * Sends what waits, a batch at a time; answers how many. Fairness lives here: a (tenant, queue) has at most `perTenant`
 * unfinished jobs in Redis, counted in Postgres, and a batch is filled with everyone's first, then everyone's second. In
 * Redis, too, everyone's first comes before anyone's second.
 *
 * The rows stay locked while Redis is asked: if it does not answer, or this process dies, the rollback leaves them unsent.
 * If Redis took them and the commit fails, the same job ids are sent again and BullMQ or the worker drops them.
 */
export async function carryJobs(relay: RelayDoor, sender: JobSender, perTenant: number): Promise<number> {
  return relay.transaction(async ({ sql }) => {
    // Sent together, so that what has come due is seen at no round trip of its own.
    const [, rows] = await Promise.all([ripen(sql), claim(sql, perTenant)]);
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
          place: row.place,
        })),
      );
      sent.add(rows.length);
    }
    return rows.length;
  });
}

/** Jobs that were to wait and need not any longer. */
function ripen(sql: Sql): Promise<unknown> {
  return sql`
    with due as (
      select tenant_id, id from outbox where kind = 'later' and available_at <= clock_timestamp()
      order by available_at limit ${BATCH}::int for update skip locked)
    update outbox o set kind = 'job' from due where o.tenant_id = due.tenant_id and o.id = due.id`;
}

function claim(sql: Sql, perTenant: number): Promise<ClaimedRow[]> {
  // The steps over (tenant_id, name) are a loose index scan: their cost is the number of queues, not of rows.
  return sql<ClaimedRow>`
    with recursive pair as (
      (select tenant_id, name from outbox where kind = 'job' and sent_at is null order by tenant_id, name limit 1)
      union all
      select next.tenant_id, next.name from pair cross join lateral (
        select o.tenant_id, o.name from outbox o
        where o.kind = 'job' and o.sent_at is null and (o.tenant_id, o.name) > (pair.tenant_id, pair.name)
        order by o.tenant_id, o.name limit 1) next
    ), chosen as (
      select waiting.*, held.unfinished + waiting.turn as place from pair
      cross join lateral (
        select count(*) as unfinished from (
          select 1 from outbox o
          where o.kind = 'job' and o.sent_at is not null and o.tenant_id = pair.tenant_id and o.name = pair.name
          limit ${perTenant}::int) held) held
      cross join lateral (
        select first.*, row_number() over (order by first.available_at, first.id) as turn from (
          select o.tenant_id, o.id, o.available_at from outbox o
          where o.kind = 'job' and o.sent_at is null and o.tenant_id = pair.tenant_id and o.name = pair.name
          order by o.available_at, o.id limit greatest(${perTenant}::int - held.unfinished, 0)) first) waiting
      order by waiting.turn limit ${BATCH}::int
    ), locked as (
      select o.tenant_id, o.id, chosen.turn, chosen.place from chosen join outbox o using (tenant_id, id)
      where o.sent_at is null for update of o skip locked
    )
    update outbox o set sent_at = clock_timestamp(), attempt = o.attempt + 1
    from locked where o.tenant_id = locked.tenant_id and o.id = locked.id
    returning o.id, o.tenant_id, o.name, o.payload, o.principal, o.traceparent, o.attempt, locked.turn::int as turn, locked.place::int as place`;
}
