import type { TenantTx } from '@vedette/database';
import { dateFrom } from '@vedette/kernel';
import { alertOf, type Alert, type AlertRow } from './alert';

/** What two alerts have in common. */
export type Relation = 'event' | 'group' | 'entity';

export interface RelatedAlert {
  readonly alert: Alert;
  /** The strongest first. */
  readonly relations: readonly Relation[];
}

interface RelatedRow extends AlertRow {
  readonly same_event: boolean;
  readonly same_group: boolean;
  readonly same_entity: boolean;
}

const DAY = 86_400_000;
const MOST = 20;
/** Looked through for each kind of relation: a tenant's noisiest host must not make one page a long wait. */
const LOOKED_AT = 500;

/**
 * Alerts within 24 hours before and after that share an event, the values of a correlation's group, or the entity. Ranked
 * by what they share (an event weighs 4, a group 2, an entity 1), then severity, then nearness in time.
 */
export async function relatedAlerts(tx: TenantTx, alert: AlertRow): Promise<RelatedAlert[]> {
  const since = dateFrom(alert.first_event_at.getTime() - DAY);
  const until = dateFrom(alert.last_event_at.getTime() + DAY);
  const rows = await tx.sql<RelatedRow>`
    with entity as (
      select id from alerts where entity = ${alert.entity} and entity_kind = ${alert.entity_kind} and entity_kind <> 'unknown'
        and last_event_at >= ${since} and first_event_at <= ${until} order by last_event_at desc limit ${LOOKED_AT}
    ), grouped as (
      select id from (select id, group_by, first_event_at from alerts where group_by is not null and last_event_at >= ${since}
        order by last_event_at limit ${LOOKED_AT * 10}) near
      where first_event_at <= ${until} and group_by <> '{}'::jsonb and group_by = ${alert.group_by}::jsonb
    ), shared as (
      select distinct other.alert_id as id from alert_evidence own
      join alert_evidence other on other.segment_id = own.segment_id and other.event_index = own.event_index
      where own.alert_id = ${alert.id} limit ${LOOKED_AT}
    )
    select a.*, a.id in (select id from shared) as same_event, a.id in (select id from grouped) as same_group, a.id in (select id from entity) as same_entity
    from alerts a
    where a.id in (select id from entity union select id from grouped union select id from shared) and a.id <> ${alert.id}
      and a.last_event_at >= ${since} and a.first_event_at <= ${until}
    order by 4 * (a.id in (select id from shared))::int + 2 * (a.id in (select id from grouped))::int + (a.id in (select id from entity))::int desc,
      array_position(array['critical', 'high', 'medium', 'low', 'informational'], a.severity),
      abs(extract(epoch from a.first_event_at - ${alert.first_event_at}::timestamptz)), a.id
    limit ${MOST}`;
  return rows.map((row) => ({
    alert: alertOf(row),
    relations: (['event', 'group', 'entity'] as const).filter((relation) => row[`same_${relation}`]),
  }));
}
