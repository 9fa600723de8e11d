import { json, type TenantTx } from '@vedette/database';
import type { Uuid } from '@vedette/kernel';
import { suppressionHead, suppressionValues, type ActiveSuppression } from '../alerts/gather-matches';
import { idOf, type Burst } from './burst';
import { correlationEntity } from './correlation-entity';

interface OpenAlert {
  readonly id: Uuid;
  readonly firstAt: number;
  readonly lastAt: number;
}

interface Placed {
  readonly burst: Burst;
  readonly place: string;
  readonly window: number;
}

/**
 * Which bursts a suppression gathers: their place, and those that an alert takes in that is open there. Keys are values of
 * the group, or `entity`. One process at a time applies a correlation's inputs, so what is read here stays true but for a close.
 */
export async function placeBursts(
  tx: TenantTx,
  fresh: readonly Burst[],
  suppressions: readonly ActiveSuppression[],
): Promise<{ places: ReadonlyMap<Burst, string>; absorbed: ReadonlyMap<Burst, Uuid> }> {
  const placed = fresh.flatMap((burst) => placeOf(burst, suppressions) ?? []);
  const absorbed = new Map<Burst, Uuid>();
  const open = await openAlerts(tx, placed);
  for (const { burst, place, window } of placed) {
    const key = `${burst.rule.id} ${place}`;
    const firstAt = Math.min(...burst.seen.map(({ match }) => match.firstAt));
    const lastAt = Math.max(...burst.seen.map(({ match }) => match.lastAt));
    const known = open.get(key);
    const taken = known !== undefined && known.id !== idOf(burst) && firstAt <= known.lastAt + window && lastAt >= known.firstAt - window;
    if (taken) absorbed.set(burst, known.id);
    open.set(key, taken ? { ...known, firstAt: Math.min(known.firstAt, firstAt), lastAt: Math.max(known.lastAt, lastAt) } : { id: idOf(burst), firstAt, lastAt });
  }
  return { places: new Map(placed.map(({ burst, place }) => [burst, place])), absorbed };
}

function placeOf(burst: Burst, suppressions: readonly ActiveSuppression[]): Placed | null {
  const { group } = burst.opening.match;
  for (const { id, ruleId, keys, window } of suppressions) {
    if (ruleId !== null && ruleId !== burst.rule.id) continue;
    const values = suppressionValues(keys, group, correlationEntity(group));
    if (values) return { burst, place: suppressionHead(id, values), window };
  }
  return null;
}

async function openAlerts(tx: TenantTx, placed: readonly Placed[]): Promise<Map<string, OpenAlert>> {
  const wanted = placed.map(({ burst, place }) => ({ rule_id: burst.rule.id, head: place }));
  if (wanted.length === 0) return new Map();
  const rows = await tx.sql<{ key: string; id: Uuid; first_event_at: Date; last_event_at: Date }>`
    select h.rule_id || ' ' || h.entity as key, a.id, a.first_event_at, a.last_event_at
    from (select distinct * from jsonb_to_recordset(${json(wanted)}) as w(rule_id text, head text)) r
    join alert_heads h on h.rule_id = r.rule_id and h.entity = r.head
    join alerts a on a.id = h.alert_id where a.status <> 'closed' order by a.id for update of a`;
  return new Map(rows.map(({ key, id, first_event_at, last_event_at }) => [key, { id, firstAt: first_event_at.getTime(), lastAt: last_event_at.getTime() }]));
}
