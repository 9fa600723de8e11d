import { alertChanged } from '@vedette/contracts';
import type { Database, TenantScope, TenantTx } from '@vedette/database';
import { dateFrom, isUuid, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import type { CompactionRequests } from '../lake/compaction';
import { activeSuppressions } from '../alerts/active-suppressions';
import { storeInputs } from '../correlations/store-inputs';
import { unpackSegment, type StoredBody } from '../ingest/segment-body';
import { revisionOf, TenantPlans } from '../plan/tenant-plans';
import { groupMatches, type SegmentMatches } from './group-matches';
import { storeAlerts } from './store-alerts';
import { SeenFields } from '../sources/seen-fields';
import { storeCounts } from './store-counts';

/** The job `detection.evaluate-segment`, as its queue hands it over. */
export interface SegmentJob extends TenantScope {
  readonly outboxId: Uuid;
  readonly payload: { readonly segmentId: string; readonly day: string };
}

/** What one delivery did; null where an earlier one had done it, or the segment is gone. */
export interface EvaluatedSegment {
  readonly events: number;
  readonly matchedGroups: number;
  readonly opened: number;
  readonly joined: number;
  /** Events that our own code failed on; the others were evaluated. */
  readonly failed: number;
  /** The kind of error and its place. */
  readonly firstFailure: string | null;
  /** From receipt to commit, in milliseconds. */
  readonly lagMs: number;
}

interface StoredSegment extends StoredBody {
  readonly id: Uuid;
  readonly day: string;
  readonly source: string;
  readonly received_at: Date;
  readonly event_count: number;
  /** Of the tenant's rules, read with the segment. */
  readonly revision: string;
}

/** Runs every rule over a stored segment. The rules are asked for once a segment, so a swap never splits one. */
export class Evaluation {
  private readonly database: Database;
  private readonly plans: TenantPlans;
  private readonly clock: Clock;
  private readonly compaction: CompactionRequests | undefined;
  private readonly fields = new SeenFields();

  constructor(deps: { readonly database: Database; readonly plans: TenantPlans; readonly clock?: Clock; readonly compaction?: CompactionRequests }) {
    this.database = deps.database;
    this.plans = deps.plans;
    this.clock = deps.clock ?? systemClock;
    this.compaction = deps.compaction;
  }

  /**
   * Read; work without a transaction; write alerts, segment state and the end of the job in one transaction that holds
   * the segment's row. A second delivery finds the segment evaluated and changes nothing but its own outbox row.
   * @throws Outage
   */
  async evaluateSegment(job: SegmentJob): Promise<EvaluatedSegment | null> {
    const segment = await this.load(job);
    if (!segment) return null;
    const plan = await this.plans.of(job, segment.revision);
    const lines = await unpackSegment(segment);
    const matches = await groupMatches(lines, plan, segment.received_at.getTime(), segment.source);
    return this.database.tenant(job, async (tx) => {
      tx.finish(job);
      const now = this.clock.now();
      // Sent together: what is not suppressed costs no round trip.
      const [[stored], suppressions] = await Promise.all([
        tx.sql<{ state: string }>`select state from event_segments where day = ${segment.day}::date and id = ${segment.id} for update`,
        matches.groups.length > 0 ? activeSuppressions(tx, now) : [],
      ]);
      if (stored?.state !== 'stored') return null;
      const identity = { id: segment.id, day: segment.day, source: segment.source, lines };
      const { opened, joined, byRule } = await storeAlerts(tx, identity, matches.groups, plan.rules, suppressions, now);
      this.compaction?.ask(tx, segment.day);
      // Sent together, and always in this order: so are their locks taken.
      await Promise.all([
        markEvaluated(tx, segment, matches, now),
        storeCounts(tx, segment, matches, byRule),
        this.fields.store(tx, segment.source, matches.fields, now),
      ]);
      await storeInputs(tx, segment, matches.inputs);
      for (const alertId of [...opened, ...joined]) tx.announce(alertChanged, { alertId });
      return {
        events: segment.event_count,
        matchedGroups: matches.groups.length,
        opened: opened.length,
        joined: joined.length,
        failed: matches.failed,
        firstFailure: matches.firstFailure,
        lagMs: now - segment.received_at.getTime(),
      };
    });
  }

  /** The segment, unless nothing is left to do; then the job ends here. */
  private load(job: SegmentJob): Promise<StoredSegment | null> {
    const { segmentId, day } = job.payload;
    return this.database.tenant(job, async (tx) => {
      // Sent along with the other statement, not after it.
      const revision = revisionOf(tx);
      const [segment] = isUuid(segmentId)
        ? await tx.sql<Omit<StoredSegment, 'revision'>>`
            select id, day, source, received_at, event_count, encoding, raw_bytes, body from event_segments
            where day = ${day}::date and id = ${segmentId} and state = 'stored'`
        : [];
      if (!segment) {
        tx.finish(job);
        return null;
      }
      return { ...segment, revision: await revision };
    });
  }
}

function markEvaluated(tx: TenantTx, segment: StoredSegment, matches: SegmentMatches, now: number): Promise<unknown> {
  const evaluated = tx.sql`
    update event_segments set state = 'evaluated', evaluated_at = ${dateFrom(now)},
      first_event_at = ${dateFrom(matches.firstAt)}, last_event_at = ${dateFrom(matches.lastAt)}
    where day = ${segment.day}::date and id = ${segment.id}`;
  const heard = tx.sql`
    update sources set kind = coalesce(${matches.kind}, kind), last_event_at = greatest(last_event_at, ${dateFrom(matches.lastAt)})
    where name = ${segment.source}
      and (last_event_at is null or last_event_at < ${dateFrom(matches.lastAt)} or kind is distinct from coalesce(${matches.kind}, kind))`;
  return Promise.all([evaluated, heard]);
}
