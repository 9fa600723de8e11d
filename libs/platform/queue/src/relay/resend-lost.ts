import type { RelayDoor } from '@vedette/database';
import { counter, logger } from '@vedette/telemetry';
import type { JobSender } from './job-sender';

const log = logger('relay');
const lost = counter('vedette_relay_lost_jobs_total', 'Sent jobs that Redis no longer knew');

/**
 * Sent, not finished, and older than the queue's timeout: if Redis still holds it, its workers are only late; if not, it
 * was lost there (or killed its worker twice) and waits to be sent again.
 */
export async function resendLost(relay: RelayDoor, sender: JobSender): Promise<void> {
  if (await sender.wasEmptied()) return resendEverything(relay, sender);
  await relay.transaction(async ({ sql }) => {
    const late = await sql<{ tenant_id: string; id: string; name: string; attempt: number }>`
      select tenant_id, id, name, attempt from outbox
      where kind = 'job' and sent_at is not null and sent_at + timeout_ms * interval '1 millisecond' < clock_timestamp()
      limit 500 for update skip locked`;
    if (late.length === 0) return;
    const gone: string[] = [];
    for (const row of late) if (!(await sender.holds(row.name, row.id, row.attempt))) gone.push(row.id);
    const [tenants, ids] = [late.map((row) => row.tenant_id), late.map((row) => row.id)];
    await sql`
      update outbox o set sent_at = case when o.id = any (${gone}::uuid[]) then null else clock_timestamp() end
      from unnest(${tenants}::uuid[], ${ids}::uuid[]) as late(tenant_id, id)
      where o.tenant_id = late.tenant_id and o.id = late.id`;
    lost.add(gone.length);
  });
}

/** Redis came back empty: no need to wait for each timeout. */
async function resendEverything(relay: RelayDoor, sender: JobSender): Promise<void> {
  try {
    const again = await relay.sql<{ id: string }>`
      update outbox set sent_at = null where kind = 'job' and sent_at is not null returning id`;
    if (again.length > 0) log.warn({ jobs: again.length }, 'Redis was emptied; its jobs are sent again');
    lost.add(again.length);
  } catch (error) {
    await sender.forgetMark().catch(() => undefined);
    throw error;
  }
}
