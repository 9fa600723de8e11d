import { json, type TenantTx } from '@vedette/database';
import { dateFrom } from '@vedette/kernel';
import type { SegmentMatches } from './group-matches';

interface CountedSegment {
  readonly day: string;
  readonly source: string;
  readonly event_count: number;
}

/**
 * What a segment adds to the statistics of rules and exclusions and to the ledger of its source. Rows are locked in one
 * order, and all statements sent at once, so that workers on segments of one tenant wait for each other but never in a circle.
 */
export function storeCounts(tx: TenantTx, segment: CountedSegment, matches: SegmentMatches, alerts: ReadonlyMap<string, number>): Promise<unknown> {
  const { quality, failed } = matches;
  const rules = [...matches.counts].map(([rule_id, { matched, excluded, lastAt }]) => ({
    rule_id, matched, excluded, alerts: alerts.get(rule_id) ?? 0, last_match_at: matched > 0 ? dateFrom(lastAt).toISOString() : null,
  }));
  const sent: Promise<unknown>[] = [];
  if (rules.length > 0) {
    sent.push(tx.sql`
      insert into rule_days (tenant_id, rule_id, day, matched, excluded, alerts, last_match_at)
      select (select app.tenant_id()), r.rule_id, ${segment.day}::date, r.matched, r.excluded, r.alerts, r.last_match_at
      from jsonb_to_recordset(${json(rules)}) as r(rule_id text, matched bigint, excluded bigint, alerts bigint, last_match_at timestamptz)
      order by r.rule_id collate "C"
      on conflict (tenant_id, rule_id, day) do update set matched = rule_days.matched + excluded.matched,
        excluded = rule_days.excluded + excluded.excluded, alerts = rule_days.alerts + excluded.alerts,
        last_match_at = greatest(rule_days.last_match_at, excluded.last_match_at)`);
  }
  if (matches.exclusions.size > 0) sent.push(storeExclusionHits(tx, matches.exclusions));
  sent.push(tx.sql`
    insert into evaluation_days (tenant_id, source, day, evaluated, failed, unparsed, untimed, late, ahead)
    values ((select app.tenant_id()), ${segment.source}, ${segment.day}::date, ${segment.event_count - failed}, ${failed},
      ${quality.unparsed}, ${quality.untimed}, ${quality.late}, ${quality.ahead})
    on conflict (tenant_id, source, day) do update set evaluated = evaluation_days.evaluated + excluded.evaluated,
      failed = evaluation_days.failed + excluded.failed, unparsed = evaluation_days.unparsed + excluded.unparsed,
      untimed = evaluation_days.untimed + excluded.untimed, late = evaluation_days.late + excluded.late,
      ahead = evaluation_days.ahead + excluded.ahead`);
  return Promise.all(sent);
}

async function storeExclusionHits(tx: TenantTx, exclusions: SegmentMatches['exclusions']): Promise<void> {
  const rows = [...exclusions].map(([id, { hits, lastAt }]) => ({ id, hits, last_at: dateFrom(lastAt).toISOString() }));
  await tx.sql`
    with hit as (select * from jsonb_to_recordset(${json(rows)}) as r(id uuid, hits bigint, last_at timestamptz)),
      locked as (select e.id from rule_exclusions e join hit on hit.id = e.id order by e.id for update of e)
    update rule_exclusions e set hits = e.hits + hit.hits, last_hit_at = greatest(e.last_hit_at, hit.last_at)
    from hit join locked on locked.id = hit.id where e.id = hit.id`;
}
