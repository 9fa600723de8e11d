import { json, type TenantTx } from '@vedette/database';
import { dateFrom, type Uuid } from '@vedette/kernel';
import type { RuleSet } from '@vedette/sigma';
import { evidenceCopy, storableMatches } from './evidence-copy';
import type { MatchGroup } from './group-matches';
import { storableJson } from './inert';
import type { PlannedAlert } from './plan-alerts';

export interface SegmentIdentity {
  readonly id: Uuid;
  /** `YYYY-MM-DD`, its partition. */
  readonly day: string;
  readonly source: string;
  readonly lines: readonly string[];
}

/** One statement carries at most so much JSON text; a segment full of large events takes several. */
const STATEMENT_CHARACTERS = 4_000_000;

interface EvidenceRow {
  readonly alert_id: Uuid;
  readonly position: number;
  readonly event_index: number;
  readonly event_at: string;
  /** As JSON text, read by Postgres with a cast: it was made storable once and is not walked again. */
  readonly event: string;
  readonly matched: string;
}

/** Copies the first ten events of each alert, with their identity and what matched in them. */
export async function storeEvidence(
  tx: TenantTx,
  segment: SegmentIdentity,
  planned: readonly { readonly group: Pick<MatchGroup, 'rule'>; readonly alerts: readonly PlannedAlert[] }[],
  rules: RuleSet,
): Promise<void> {
  let rows: EvidenceRow[] = [];
  let characters = 0;
  for (const { group, alerts } of planned) {
    for (const alert of alerts) {
      for (const { position, hit } of alert.evidence) {
        const matched = rules.explain(group.rule, hit.event);
        const event = evidenceCopy(JSON.parse(segment.lines[hit.index] ?? 'null'), matched);
        rows.push({
          alert_id: alert.id,
          position,
          event_index: hit.index,
          event_at: dateFrom(hit.at).toISOString(),
          event,
          matched: storableJson(storableMatches(matched)),
        });
        characters += event.length;
        if (characters < STATEMENT_CHARACTERS) continue;
        await insertRows(tx, segment, rows);
        [rows, characters] = [[], 0];
      }
    }
  }
  if (rows.length > 0) await insertRows(tx, segment, rows);
}

async function insertRows(tx: TenantTx, segment: SegmentIdentity, rows: readonly EvidenceRow[]): Promise<void> {
  await tx.sql`
    insert into alert_evidence (tenant_id, alert_id, position, segment_id, segment_day, event_index, event_at, event, matched)
    select (select app.tenant_id()), r.alert_id, r.position, ${segment.id}, ${segment.day}::date, r.event_index, r.event_at,
      r.event::jsonb, r.matched::jsonb
    from jsonb_to_recordset(${json(rows)}) as r(alert_id uuid, position int, event_index int, event_at timestamptz, event text, matched text)`;
}
