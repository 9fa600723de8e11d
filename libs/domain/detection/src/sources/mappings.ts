import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { systemClock, type Clock } from '@vedette/kernel';
import { inert } from '../evaluation/inert';
import { unpackSegment, type StoredBody } from '../ingest/segment-body';
import { bumpRevision } from '../plan/tenant-plans';
import { refuse } from '../refusals';
import { readSample, type SampleReading } from './read-sample';
import { checkMapping, type FieldRename, type SourceMapping } from './source-mapping';

export interface NamedMapping extends SourceMapping {
  readonly source: string;
  readonly note: string;
  readonly changedBy: string;
  readonly changedAt: Date;
}

export interface MappingChange {
  readonly source: string;
  readonly renames: readonly FieldRename[];
  readonly kind: string | null;
  readonly note?: string | null;
}

interface MappingRow {
  readonly source: string;
  readonly renames: readonly FieldRename[];
  readonly kind: string | null;
  readonly note: string;
  readonly changed_by: string;
  readonly changed_at: Date;
}

const SAMPLES = 5;
const LONGEST_SAMPLE = 65_536;

/** How a tenant has its own logs read; a change counts from the next segment on. */
export class Mappings {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** @throws Refusal `auth.forbidden` */
  async list(actor: Actor): Promise<NamedMapping[]> {
    actor.require('source:read');
    const rows = await this.database.tenant(actor, (tx) => tx.sql<MappingRow>`select * from source_mappings order by source collate "C"`);
    return rows.map(mappingOf);
  }

  /** @throws Refusal `auth.forbidden`, `mapping.invalid` (with `reason`), `source.malformed` */
  async save(actor: Actor, change: MappingChange): Promise<NamedMapping> {
    actor.require('source:write');
    if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(change.source)) throw refuse('source.malformed');
    checkMapping(change);
    const renames = change.renames.map(({ from, to }) => ({ from, to }));
    return this.database.tenant(actor, async (tx) => {
      const [row] = await tx.sql<MappingRow>`
        insert into source_mappings (tenant_id, source, renames, kind, note, changed_by, changed_at)
        values ((select app.tenant_id()), ${change.source}, ${JSON.stringify(renames)}::jsonb, ${change.kind}, ${inert(change.note ?? '', 500)}, ${actor.principal}, ${this.clock.date()})
        on conflict (tenant_id, source) do update set renames = excluded.renames, kind = excluded.kind, note = excluded.note,
          changed_by = excluded.changed_by, changed_at = excluded.changed_at
        returning *`;
      if (!row) throw new Error('a mapping was not kept');
      await bumpRevision(tx, this.clock);
      tx.audit('mapping.saved', { kind: 'source', id: change.source });
      return mappingOf(row);
    });
  }

  /** @throws Refusal `auth.forbidden`, `mapping.not_found` */
  async remove(actor: Actor, source: string): Promise<void> {
    actor.require('source:write');
    await this.database.tenant(actor, async (tx) => {
      const gone = await tx.sql`delete from source_mappings where source = ${source} returning source`;
      if (gone.length === 0) throw refuse('mapping.not_found');
      await bumpRevision(tx, this.clock);
      tx.audit('mapping.removed', { kind: 'source', id: source });
    });
  }

  /**
   * The test box: how given lines, or the newest of the source, are read with a mapping that is not saved yet.
   * @throws Refusal `auth.forbidden`, `mapping.invalid`
   */
  async preview(actor: Actor, change: MappingChange, lines?: readonly string[] | null): Promise<SampleReading[]> {
    actor.require('source:read');
    checkMapping(change);
    const given = (lines ?? []).filter((line) => line.trim() !== '');
    const samples = given.length > 0 ? given : await this.newest(actor, change.source);
    return samples.slice(0, SAMPLES).map((line) => readSample(line.slice(0, LONGEST_SAMPLE), this.clock.now(), change));
  }

  private async newest(actor: Actor, source: string): Promise<string[]> {
    const [segment] = await this.database.tenant(actor, (tx) => tx.sql<StoredBody>`
      select encoding, raw_bytes, body from event_segments where source = ${source} order by received_at desc limit 1`);
    return segment ? (await unpackSegment(segment)).slice(-SAMPLES) : [];
  }
}

function mappingOf({ source, renames, kind, note, changed_by, changed_at }: MappingRow): NamedMapping {
  return { source, renames, kind, note, changedBy: changed_by, changedAt: changed_at };
}
