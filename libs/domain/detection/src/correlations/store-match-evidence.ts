import type { CorrelationMatch } from '@vedette/correlation';
import { json, type TenantTx } from '@vedette/database';
import { isUuid, type Uuid } from '@vedette/kernel';

import { dateFrom } from '@vedette/kernel';
import { evidenceCopy, storableMatches } from '../evaluation/evidence-copy';
import { storableJson } from '../evaluation/inert';
import { EVIDENCE_LIMIT } from '../evaluation/plan-alerts';
import { readEvent } from '../evaluation/read-event';
import { unpackSegment, type StoredBody } from '../ingest/segment-body';

interface EventPlace {
  readonly day: string;
  readonly segmentId: Uuid;
  readonly index: number;
}

interface SegmentRow extends StoredBody {
  readonly id: Uuid;
}

function placeOf(ref: string): EventPlace | null {
  const [day = '', segmentId, index = ''] = ref.split('/');
  return isUuid(segmentId) && /^\d{4}-\d{2}-\d{2}$/.test(day) && /^\d+$/.test(index) ? { day, segmentId, index: Number(index) } : null;
}

/** Copies the events that made each match true, the first ten of them. One that retention has taken stays out. */
export async function storeMatchEvidence(tx: TenantTx, opened: readonly { readonly alertId: Uuid; readonly match: CorrelationMatch }[]): Promise<void> {
  const wanted = opened.map(({ alertId, match }) => ({ alertId, match, places: match.refs.slice(0, EVIDENCE_LIMIT).flatMap((ref) => placeOf(ref) ?? []) }));
  const lines = await readLines(tx, wanted.flatMap(({ places }) => places));
  const rows = wanted.flatMap(({ alertId, match, places }) =>
    places.flatMap((place, at) => {
      const line = lines.get(place.segmentId)?.[place.index];
      if (line === undefined) return [];
      const event: unknown = JSON.parse(line);
      const matched = Object.entries(match.group).map(([field, value]) => ({ field, value, condition: 'group-by' }));
      const copy = evidenceCopy(event, matched);
      const when = readEvent(line).at ?? match.lastAt;
      return [{ alert_id: alertId, position: at + 1, segment_id: place.segmentId, day: place.day, event_index: place.index,
        event_at: dateFrom(Math.min(Math.max(when, match.firstAt), match.lastAt)).toISOString(), event: copy, matched: storableJson(storableMatches(matched)) }];
    }),
  );
  if (rows.length === 0) return;
  await tx.sql`
    insert into alert_evidence (tenant_id, alert_id, position, segment_id, segment_day, event_index, event_at, event, matched)
    select (select app.tenant_id()), r.alert_id, r.position, r.segment_id, r.day, r.event_index, r.event_at, r.event::jsonb, r.matched::jsonb
    from jsonb_to_recordset(${json(rows)}) as r(alert_id uuid, position int, segment_id uuid, day date, event_index int,
      event_at timestamptz, event text, matched text)
    on conflict do nothing`;
}

async function readLines(tx: TenantTx, places: readonly EventPlace[]): Promise<Map<Uuid, string[]>> {
  const lines = new Map<Uuid, string[]>();
  const byDay = new Map<string, Set<Uuid>>();
  for (const { day, segmentId } of places) byDay.set(day, (byDay.get(day) ?? new Set()).add(segmentId));
  for (const [day, ids] of byDay) {
    const segments = await tx.sql<SegmentRow>`
      select id, encoding, raw_bytes, body from event_segments where day = ${day}::date and id = any(${[...ids]}::uuid[])`;
    for (const { id, ...stored } of segments) lines.set(id, await unpackSegment(stored));
  }
  return lines;
}
