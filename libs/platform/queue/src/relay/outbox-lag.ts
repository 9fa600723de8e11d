import type { RelayDoor } from '@vedette/database';
import { gauge } from '@vedette/telemetry';

const lag = gauge('vedette_outbox_lag_ms', 'Age of the oldest job or announcement that may leave and has not');

/** Looks at each queue's first row only. */
export async function measureLag(relay: RelayDoor): Promise<number> {
  const [row] = await relay.sql<{ lag_ms: number | null }>`
    with recursive pair as (
      (select tenant_id, name, available_at from outbox where kind = 'job' and sent_at is null
        order by tenant_id, name, available_at limit 1)
      union all
      select next.* from pair cross join lateral (
        select o.tenant_id, o.name, o.available_at from outbox o
        where o.kind = 'job' and o.sent_at is null and (o.tenant_id, o.name) > (pair.tenant_id, pair.name)
        order by o.tenant_id, o.name, o.available_at limit 1) next
    ), oldest as (
      select min(available_at) as at from pair
      union all
      select min(created_at) from outbox where kind = 'topic'
    )
    select greatest(extract(epoch from clock_timestamp() - min(at)) * 1000, 0)::float8 as lag_ms from oldest`;
  const ms = row?.lag_ms ?? 0;
  lag.set(ms);
  return ms;
}
