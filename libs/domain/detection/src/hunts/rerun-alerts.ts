import { alertChanged } from '@vedette/contracts';
import type { Database, TenantScope, TenantTx } from '@vedette/database';
import { dateFrom, type Clock, type Uuid } from '@vedette/kernel';
import { entityOf, type NormalisedEvent, type RuleSet, type SigmaRule } from '@vedette/sigma';
import { activeSuppressions } from '../alerts/active-suppressions';
import { entityKey } from '../evaluation/entity-key';
import { addHit, type MatchGroup } from '../evaluation/group-matches';
import { storeAlerts } from '../evaluation/store-alerts';
import type { KeptEvent } from '../lake/kept-events';

interface FoundSegment {
  readonly source: string;
  readonly day: string;
  readonly groups: Map<string, MatchGroup>;
  /** By index in the segment; the others are not looked at. */
  readonly lines: string[];
}

/** Of whose matches the alerts are. */
export interface RerunRule {
  readonly ruleId: string;
  readonly since: Date;
}

/** Matches are held until all are found; a rule that matches more is not ready to be run over the past. */
export const MOST_RERUN_MATCHES = 200_000;

/** What a rule found in the past, on its way into alerts: segment by segment, each once, however often it is asked for. */
export class RerunAlerts {
  private readonly segments = new Map<Uuid, FoundSegment>();
  private count = 0;

  /** False when there are too many. */
  add(kept: KeptEvent, event: NormalisedEvent, at: number, rules: readonly SigmaRule[]): boolean {
    if (++this.count > MOST_RERUN_MATCHES) return false;
    let segment = this.segments.get(kept.segmentId);
    if (!segment) {
      segment = { source: kept.source, day: dateFrom(kept.receivedAt).toISOString().slice(0, 10), groups: new Map(), lines: [] };
      this.segments.set(kept.segmentId, segment);
    }
    segment.lines[kept.index] = kept.line;
    const entity = entityOf(event);
    for (const rule of rules) addHit(segment.groups, rule, { kind: entity.kind, value: entityKey(entity.value) }, { index: kept.index, at, event });
    return true;
  }

  /** Opens and extends alerts; answers how many were opened. @throws Outage: what was written stays, and is not written again */
  async write(database: Database, scope: TenantScope, rule: RerunRule, rules: RuleSet, clock: Clock): Promise<number> {
    let opened = 0;
    // In the order of time, as the stream would have: an alert gathers what follows within its window.
    const ordered = [...this.segments].sort((a, b) => firstAt(a[1]) - firstAt(b[1]));
    for (const [id, segment] of ordered) {
      opened += await database.tenant(scope, async (tx) => {
        if (!(await isUnseen(tx, id, segment.day, rule))) return 0;
        const groups = [...segment.groups.values()];
        for (const { hits } of groups) hits.sort((a, b) => a.at - b.at || a.index - b.index);
        const now = clock.now();
        const stored = await storeAlerts(tx, { id, day: segment.day, source: segment.source, lines: segment.lines }, groups, rules, await activeSuppressions(tx, now), now);
        for (const alertId of [...stored.opened, ...stored.joined]) tx.announce(alertChanged, { alertId });
        return stored.opened.length;
      });
    }
    return opened;
  }
}

function firstAt({ groups }: FoundSegment): number {
  return Math.min(...[...groups.values()].flatMap(({ hits }) => hits.map(({ at }) => at)));
}

/** Whether neither the stream nor an earlier rerun has run this text of the rule over the segment; it is marked as run. */
async function isUnseen(tx: TenantTx, segmentId: Uuid, day: string, { ruleId, since }: RerunRule): Promise<boolean> {
  const [streamed] = await tx.sql`
    select 1 from event_segments where day = ${day}::date and id = ${segmentId} and (state = 'stored' or evaluated_at >= ${since})`;
  if (streamed) return false;
  const marked = await tx.sql`
    insert into rerun_segments (tenant_id, rule_id, segment_id, rule_since) values ((select app.tenant_id()), ${ruleId}, ${segmentId}, ${since})
    on conflict (tenant_id, rule_id, segment_id) do update set rule_since = excluded.rule_since where rerun_segments.rule_since < excluded.rule_since
    returning 1`;
  return marked.length > 0;
}
