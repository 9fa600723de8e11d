import type { Database, TenantScope } from '@vedette/database';
import { dateFrom, type Uuid } from '@vedette/kernel';
import type { Lake, LakeFile } from '@vedette/lake';
import { packSegment, unpackSegment, type StoredBody } from '../ingest/segment-body';

/** What stands where an event was erased: the places of its neighbours in the segment stay. */
export const ERASED = '{"vedette.erased":true}';

export interface ErasedEvents {
  readonly events: number;
  readonly files: number;
  readonly segments: number;
}

interface FileRow {
  readonly id: Uuid;
  readonly day: string;
  readonly key: LakeFile['key'];
  readonly rows: number;
  readonly bytes: string;
  readonly first_at: Date;
  readonly last_at: Date;
}

/** Retention and erasure of events, in the log and in the lake alike: what the domains of privacy and billing call. */
export class KeptDays {
  private readonly database: Database;
  private readonly lake: Lake;

  constructor(deps: { readonly database: Database; readonly lake: Lake }) {
    this.database = deps.database;
    this.lake = deps.lake;
  }

  /**
   * Takes away everything received before a day (`YYYY-MM-DD`). First out of the books, then out of storage: a process
   * that dies in between leaves a file that nobody reads. @throws Outage
   */
  async dropBefore(scope: TenantScope, day: string): Promise<{ readonly files: number; readonly segments: number }> {
    const { files, segments } = await this.database.tenant(scope, async (tx) => ({
      files: await tx.sql<FileRow>`delete from lake_files where day < ${day}::date returning id, day::text as day, key, rows, bytes, first_at, last_at`,
      segments: await tx.sql`delete from event_segments where day < ${day}::date and state = 'evaluated' returning 1`,
    }));
    await this.lake.remove(scope.tenantId, files.map(fileOf));
    return { files: files.length, segments: segments.length };
  }

  /**
   * Takes events away wherever they are kept, between two days of receipt. Their lines are asked for as they were sent.
   * Safe to run again after a failure. @throws Outage
   */
  async erase(scope: TenantScope, range: { readonly from: string; readonly to: string }, isErased: (line: string) => boolean): Promise<ErasedEvents> {
    const done = { events: 0, files: 0, segments: 0 };
    const { files, segments } = await this.database.tenant(scope, async (tx) => ({
      files: await tx.sql<FileRow>`
        select id, day::text as day, key, rows, bytes, first_at, last_at from lake_files where day between ${range.from}::date and ${range.to}::date`,
      segments: await tx.sql<{ id: Uuid; day: string }>`
        select id, day::text as day from event_segments where day between ${range.from}::date and ${range.to}::date order by day, id`,
    }));
    for (const segment of segments) {
      const erased = await this.eraseFromSegment(scope, segment, isErased);
      if (erased === 0) continue;
      done.segments++;
      done.events += erased;
    }
    for (const row of files) if (await this.eraseFromFile(scope, row, isErased)) done.files++;
    return done;
  }

  private eraseFromSegment(scope: TenantScope, { id, day }: { readonly id: Uuid; readonly day: string }, isErased: (line: string) => boolean): Promise<number> {
    return this.database.tenant(scope, async (tx) => {
      const [row] = await tx.sql<StoredBody>`
        select encoding, raw_bytes, body from event_segments where day = ${day}::date and id = ${id} for update`;
      if (!row) return 0;
      const lines = await unpackSegment(row);
      const kept = lines.map((line) => (line !== ERASED && isErased(line) ? ERASED : line));
      const count = kept.filter((line, index) => line !== lines[index]).length;
      if (count === 0) return 0;
      const { encoding, body, raw_bytes } = await packSegment(kept.map((line) => Buffer.from(line)));
      await tx.sql`update event_segments set encoding = ${encoding}, body = ${body}, raw_bytes = ${raw_bytes} where day = ${day}::date and id = ${id}`;
      return count;
    });
  }

  /** The old file goes only when the new one is in the books. */
  private async eraseFromFile(scope: TenantScope, row: FileRow, isErased: (line: string) => boolean): Promise<boolean> {
    const old = fileOf(row);
    const next = await this.lake.rewrite(scope.tenantId, old, ({ original }) => !isErased(original));
    if (next?.key === old.key) return false;
    await this.database.tenant(scope, async (tx) => {
      if (!next) await tx.sql`delete from lake_files where id = ${row.id}`;
      else {
        await tx.sql`
          update lake_files set key = ${next.key}, rows = ${next.rows}, bytes = ${next.bytes}, first_at = ${dateFrom(next.firstAt)}, last_at = ${dateFrom(next.lastAt)}
          where id = ${row.id}`;
      }
    });
    await this.lake.remove(scope.tenantId, [old]);
    return true;
  }
}

function fileOf({ key, day, rows, bytes, first_at, last_at }: FileRow): LakeFile {
  return { key, day, rows, bytes: Number(bytes), firstAt: first_at.getTime(), lastAt: last_at.getTime() };
}
