import type { Database, TenantScope, TenantTx } from '@vedette/database';
import { dateFrom, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import type { Lake, LakeRow } from '@vedette/lake';
import { compactDay } from '@vedette/contracts';
import { unpackSegment, type StoredBody } from '../ingest/segment-body';
import { readChanges } from '../plan/tenant-plans';
import { lakeRowOf } from './lake-row';

/** The job `detection.compact-day`, as its queue hands it over. */
export interface CompactionJob extends TenantScope {
  readonly outboxId: Uuid;
  readonly payload: { readonly day: string };
}

export interface CompactedDay {
  readonly segments: number;
  readonly events: number;
  readonly bytes: number;
}

interface SegmentRow extends StoredBody {
  readonly id: Uuid;
  readonly source: string;
  readonly received_at: Date;
}

/** Events of one file; also what a crash may cost again. */
export const FILE_EVENTS = 500_000;
const SEGMENTS_A_READ = 16;

/** Copies evaluated segments of a tenant's day into one file of the lake after the other. */
export class Compaction {
  private readonly database: Database;
  private readonly lake: Lake;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly lake: Lake; readonly clock?: Clock }) {
    this.database = deps.database;
    this.lake = deps.lake;
    this.clock = deps.clock ?? systemClock;
  }

  /** @throws Outage; what was written and not named in Postgres is no file of the lake, and is removed */
  async compactDay(job: CompactionJob): Promise<CompactedDay> {
    const done = { segments: 0, events: 0, bytes: 0 };
    for (;;) {
      const file = await this.compactFile(job, job.payload.day);
      if (!file) return done;
      done.segments += file.segments;
      done.events += file.events;
      done.bytes += file.bytes;
    }
  }

  private async compactFile(scope: TenantScope, day: string): Promise<CompactedDay | null> {
    const taken = await this.take(scope, day);
    if (taken.length === 0) return null;
    const ids = taken.map(({ id }) => id);
    const file = await this.lake.write(scope.tenantId, day, this.rows(scope, day, ids));
    const id = newId(this.clock.now());
    const kept = await this.database.tenant(scope, async (tx) => {
      // Only if all of them are still without a file: another process may have been quicker.
      const marked = await tx.sql`
        update event_segments set lake_file = ${id} where day = ${day}::date and id = any(${ids}::uuid[]) and lake_file is null and state = 'evaluated' returning 1`;
      if (marked.length !== ids.length) throw new TakenMeanwhile();
      await tx.sql`
        insert into lake_files (tenant_id, id, day, key, rows, bytes, first_at, last_at, made_at)
        values ((select app.tenant_id()), ${id}, ${day}::date, ${file.key}, ${file.rows}, ${file.bytes}, ${dateFrom(file.firstAt)}, ${dateFrom(file.lastAt)}, ${this.clock.date()})`;
      return true;
    }).catch(async (error: unknown) => {
      await this.lake.remove(scope.tenantId, [file]);
      if (error instanceof TakenMeanwhile) return false;
      throw error;
    });
    return kept ? { segments: ids.length, events: file.rows, bytes: file.bytes } : null;
  }

  private async take(scope: TenantScope, day: string): Promise<{ id: Uuid }[]> {
    const rows = await this.database.tenant(scope, (tx) => tx.sql<{ id: Uuid; event_count: number }>`
      select id, event_count from event_segments where day = ${day}::date and state = 'evaluated' and lake_file is null
      order by received_at, id limit 2000`);
    let events = 0;
    return rows.filter(({ event_count }) => (events += event_count) <= FILE_EVENTS || events === event_count);
  }

  private async *rows(scope: TenantScope, day: string, ids: readonly Uuid[]): AsyncGenerator<LakeRow> {
    const { changes } = await this.database.tenant(scope, (tx) => readChanges(tx, this.clock));
    for (let at = 0; at < ids.length; at += SEGMENTS_A_READ) {
      const some = ids.slice(at, at + SEGMENTS_A_READ);
      const rows = await this.database.tenant(scope, (tx) => tx.sql<SegmentRow>`
        select id, source, received_at, encoding, raw_bytes, body from event_segments where day = ${day}::date and id = any(${some}::uuid[])`);
      for (const { id, source, received_at, ...stored } of rows) {
        const lines = await unpackSegment(stored);
        const segment = { segmentId: id, source, receivedAt: received_at.getTime() };
        for (const [index, line] of lines.entries()) yield lakeRowOf(line, index, segment, changes.mappings.get(source));
        await new Promise(setImmediate);
      }
    }
  }
}

/** Not an error to be told: the other one's file is as good. */
class TakenMeanwhile extends Error {}

/** Small enough that hunts read little uncompressed, rare enough that a busy tenant's files are large. */
const COMPACT_AFTER_MS = 120_000;

/**
 * Asks for the compaction of a day some time after one of its segments was evaluated. At most once in a while for each
 * tenant and process: a day asked for twice is compacted once.
 */
export class CompactionRequests {
  private readonly asked = new Map<string, number>();

  constructor(
    private readonly clock: Clock = systemClock,
    private readonly afterMs: number = COMPACT_AFTER_MS,
  ) {}

  ask(tx: TenantTx, day: string): void {
    const key = `${tx.tenantId} ${day}`;
    const now = this.clock.now();
    if (now - (this.asked.get(key) ?? -Infinity) < this.afterMs) return;
    if (this.asked.size > 10_000) this.asked.clear();
    this.asked.set(key, now);
    tx.enqueue(compactDay, { day }, { delayMs: this.afterMs });
  }
}
