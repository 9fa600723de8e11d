import type { RelayDoor } from '@vedette/database';

/** Forgets announcements after 24 hours, and remembers up to which number: an older cursor is told so, never misled. */
export async function pruneTopics(relay: RelayDoor): Promise<void> {
  await relay.sql`
    with pruned as (
      delete from topic_log l using topic_heads h
      where l.tenant_id = h.tenant_id and l.at < clock_timestamp() - interval '24 hours'
      returning l.tenant_id, l.seq
    ), top as (select tenant_id, max(seq) as seq from pruned group by tenant_id)
    update topic_heads h set floor = greatest(h.floor, top.seq) from top where h.tenant_id = top.tenant_id`;
}
