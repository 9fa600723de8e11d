import { json } from '@vedette/database';
import type { RelayDoor } from '@vedette/database';
import { parseTenantId } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import type { PubSub, TopicMessage } from '@vedette/pubsub';
import { logger } from '@vedette/telemetry';

const log = logger('relay');
const BATCH = 500;

/** Gives every waiting announcement its number, commits it, then tells the subscribers. Answers how many. */
export async function announceTopics(relay: RelayDoor, pubsub: PubSub): Promise<number> {
  let announced = 0;
  for (const tenantId of await tenantsWithNews(relay)) {
    try {
      const messages = await number(relay, tenantId);
      announced += messages.length;
      // A subscriber that misses one sees the jump in seq, or the reconnect, and reads topic_log.
      const told = await Promise.allSettled(messages.map((message) => pubsub.publish(tenantId, message)));
      const failed = told.find((each) => each.status === 'rejected');
      if (failed) log.warn({ err: failed.reason }, 'announcements were kept but not published');
    } catch (err) {
      // One tenant's trouble is not its neighbours'.
      log.error({ err, tenantId }, 'announcements of a tenant wait for the next round');
    }
  }
  return announced;
}

async function tenantsWithNews(relay: RelayDoor): Promise<TenantId[]> {
  const rows = await relay.sql<{ tenant_id: string }>`
    with recursive news as (
      (select tenant_id from outbox where kind = 'topic' order by tenant_id limit 1)
      union all
      select next.tenant_id from news cross join lateral (
        select o.tenant_id from outbox o where o.kind = 'topic' and o.tenant_id > news.tenant_id
        order by o.tenant_id limit 1) next
    ) select tenant_id from news`;
  return rows.map((row) => parseTenantId(row.tenant_id));
}

/**
 * Numbers are given under the lock on the tenant's head, so two relays cannot make a hole or a double. The other relay
 * waits rather than skips: what it was poked for may have been committed after we looked.
 */
async function number(relay: RelayDoor, tenantId: TenantId): Promise<TopicMessage[]> {
  return relay.transaction(async ({ sql }) => {
    await sql`insert into topic_heads (tenant_id) values (${tenantId}) on conflict do nothing`;
    const [head] = await sql<{ seq: string }>`select seq::text as seq from topic_heads where tenant_id = ${tenantId} for update`;
    // In a statement of its own: its snapshot is taken after the wait for the lock.
    const rows = await sql<{ id: string; name: string; payload: unknown }>`
      select id, name, payload from outbox where kind = 'topic' and tenant_id = ${tenantId}
      order by created_at, id limit ${BATCH}::int`;
    if (!head || rows.length === 0) return [];
    const first = BigInt(head.seq) + 1n;
    const messages = rows.map((row, index) => ({ seq: String(first + BigInt(index)), topic: row.name, ids: row.payload }));
    await sql`insert into topic_log (tenant_id, seq, topic, ids)
      select ${tenantId}::uuid, m.seq, m.topic, m.ids from jsonb_to_recordset(${json(messages)}::jsonb) as m(seq bigint, topic text, ids jsonb)`;
    await sql`delete from outbox where tenant_id = ${tenantId} and id = any (${rows.map((row) => row.id)}::uuid[])`;
    await sql`update topic_heads set seq = ${String(first + BigInt(rows.length - 1))}::bigint where tenant_id = ${tenantId}`;
    return messages;
  });
}
