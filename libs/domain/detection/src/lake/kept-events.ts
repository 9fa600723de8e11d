import type { Database, TenantScope } from '@vedette/database';
import { dateFrom, type Uuid } from '@vedette/kernel';
import type { HuntFault, Lake, LakeFile, Narrowing } from '@vedette/lake';
import { unpackSegment, type StoredBody } from '../ingest/segment-body';

/** An event out of the log or the lake, as its line was sent. */
export interface KeptEvent {
  readonly segmentId: Uuid;
  /** `YYYY-MM-DD`, its segment's partition; the lake knows it as the day of the file. */
  readonly index: number;
  readonly receivedAt: number;
  readonly source: string;
  readonly line: string;
}

export interface KeptBatch {
  readonly events: readonly KeptEvent[];
  /** How many more events are settled: looked at, or known not to be candidates. */
  readonly settled: number;
  readonly faults: readonly HuntFault[];
}

export interface KeptQuery {
  readonly narrowing: Narrowing;
  readonly from: Date;
  readonly to: Date;
  readonly sources: readonly string[] | null;
  readonly signal: AbortSignal;
}

/** What a query will look at, fixed at its start: a compaction meanwhile moves nothing from under it. */
export interface KeptRange {
  readonly files: readonly LakeFile[];
  readonly segments: readonly { readonly id: Uuid; readonly day: string }[];
  readonly events: number;
  /** The first event of it, as far as is known; null where nothing is kept. */
  readonly firstAt: Date | null;
}

const SEGMENTS_A_READ = 8;

interface FileRow {
  readonly day: string;
  readonly key: LakeFile['key'];
  readonly rows: number;
  readonly bytes: string;
  readonly first_at: Date;
  readonly last_at: Date;
}

/** What is kept of a range of event time: files of the lake, and segments that are in none yet. */
export async function keptRange(database: Database, scope: TenantScope, query: Pick<KeptQuery, 'from' | 'to' | 'sources'>): Promise<KeptRange> {
  const { from, to, sources } = query;
  return database.tenant(scope, async (tx) => {
    const files = await tx.sql<FileRow>`
      select day::text as day, key, rows, bytes, first_at, last_at from lake_files where last_at >= ${from} and first_at <= ${to} order by day desc, last_at desc`;
    const segments = await tx.sql<{ id: Uuid; day: string; event_count: number; first_at: Date }>`
      select id, day::text as day, event_count, coalesce(first_event_at, received_at) as first_at from event_segments
      where lake_file is null and (first_event_at is null or (last_event_at >= ${from} and first_event_at <= ${to}))
        and (${sources}::text[] is null or source = any(${sources}::text[]))
      order by day desc, received_at desc`;
    const firsts = [...files, ...segments].map(({ first_at }) => first_at.getTime());
    const firstAt = firsts.length > 0 ? firsts.reduce((first, at) => Math.min(first, at)) : null;
    return {
      firstAt: firstAt === null ? null : dateFrom(Math.max(firstAt, from.getTime())),
      files: files.map(({ day, key, rows, bytes, first_at, last_at }) => ({ day, key, rows, bytes: Number(bytes), firstAt: first_at.getTime(), lastAt: last_at.getTime() })),
      segments,
      events: files.reduce((sum, { rows }) => sum + rows, 0) + segments.reduce((sum, { event_count }) => sum + event_count, 0),
    };
  });
}

/** The newest first: what is not in the lake yet, then the lake's candidates. @throws the signal's reason; Outage */
export async function* keptEvents(deps: { readonly database: Database; readonly lake: Lake }, scope: TenantScope, range: KeptRange, query: KeptQuery): AsyncGenerator<KeptBatch> {
  for (let at = 0; at < range.segments.length; at += SEGMENTS_A_READ) {
    query.signal.throwIfAborted();
    yield* segmentEvents(deps.database, scope, range.segments.slice(at, at + SEGMENTS_A_READ));
  }
  let settled = 0;
  const total = range.files.reduce((sum, { rows }) => sum + rows, 0);
  const { narrowing, from, to, sources, signal } = query;
  const asked = { files: range.files, narrowing, from: from.getTime(), to: to.getTime() + 1, sources: sources ?? undefined, signal };
  for await (const batch of deps.lake.hunt(scope.tenantId, asked)) {
    const share = Math.round((total * batch.filesDone) / Math.max(1, batch.filesTotal));
    yield {
      events: batch.rows.map(({ segmentId, index, receivedAt, source, original }) => ({ segmentId: segmentId as Uuid, index, receivedAt, source, line: original })),
      settled: share - settled,
      faults: batch.faults,
    };
    settled = share;
  }
  yield { events: [], settled: total - settled, faults: [] };
}

async function* segmentEvents(database: Database, scope: TenantScope, segments: KeptRange['segments']): AsyncGenerator<KeptBatch> {
  const days = [...new Set(segments.map(({ day }) => day))];
  for (const day of days) {
    const ids = segments.filter((segment) => segment.day === day).map(({ id }) => id);
    const rows = await database.tenant(scope, (tx) => tx.sql<StoredBody & { id: Uuid; source: string; received_at: Date }>`
      select id, source, received_at, encoding, raw_bytes, body from event_segments where day = ${day}::date and id = any(${ids}::uuid[])`);
    for (const { id, source, received_at, ...stored } of rows) {
      const lines = await unpackSegment(stored);
      const receivedAt = received_at.getTime();
      yield { events: lines.map((line, index) => ({ segmentId: id, index, receivedAt, source, line })), settled: lines.length, faults: [] };
    }
  }
}
