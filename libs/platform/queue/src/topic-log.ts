import type { TenantTx } from '@vedette/database';
import { refusals } from '@vedette/kernel';
import type { TopicMessage } from '@vedette/pubsub';

const refuse = refusals({
  'cursor.malformed': { class: 'invalid', text: 'This cursor is not one of ours.' },
  'cursor.expired': { class: 'conflict', text: 'This cursor is too old to resume from. Load the page again and subscribe anew.' },
});

/** More than this is a reload, not a gap to fill. */
const MOST = 10_000;

/** Number of the tenant's last announcement; `0` before the first. A subscriber starts from it. */
export async function topicHead(tx: TenantTx): Promise<string> {
  const [head] = await tx.sql<{ seq: string }>`select seq::text as seq from topic_heads`;
  return head?.seq ?? '0';
}

/**
 * What was announced after `seq`, in order and without holes: subscribe first, then read this, then drop repeats.
 * @throws Refusal `cursor.malformed`; `cursor.expired` when some of it is forgotten (24 h), too much, or not ours
 */
export async function topicsAfter(tx: TenantTx, seq: string): Promise<TopicMessage[]> {
  if (!/^\d{1,18}$/.test(seq)) throw refuse('cursor.malformed');
  // The log first: what is pruned between the two statements shows in the head.
  const rows = await tx.sql<{ seq: string; topic: string; ids: unknown }>`
    select seq::text as seq, topic, ids from topic_log where seq > ${seq}::bigint order by topic_log.seq limit ${MOST + 1}::int`;
  const [head] = await tx.sql<{ seq: string; floor: string }>`select seq::text as seq, floor::text as floor from topic_heads`;
  const known = head ? BigInt(head.floor) <= BigInt(seq) && BigInt(seq) <= BigInt(head.seq) : seq === '0';
  if (!known || rows.length > MOST) throw refuse('cursor.expired');
  return rows;
}
