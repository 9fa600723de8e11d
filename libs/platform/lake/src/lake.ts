import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { newId, Outage, Refusal, systemClock } from '@vedette/kernel';
import type { Clock, TenantId } from '@vedette/kernel';
import { tenantKey } from '@vedette/storage';
import type { Storage } from '@vedette/storage';
import { openEngine } from './duckdb';
import type { Engine, EngineLimits } from './duckdb';
import { FileCache } from './file-cache';
import { hunt } from './hunt';
import type { HuntBatch, HuntQuery } from './hunt';
import { indexFile } from './index-file';
import { besideKey, checkKey, lakeKey } from './lake-key';
import { largeFile } from './large-file';
import type { LargeFile } from './large-file';
import type { LakeFile, LakeRow } from './lake-row';
import { writeParquet } from './parquet-writer';
import { scan } from './scan';

export interface LakeOptions {
  readonly storage: Storage;
  /** For copies of objects and what is spilled. Of this process alone: it is emptied at the start. */
  readonly folder: string;
  readonly cacheBytes: number;
  /** Of one hunt or one write; default 1GB. */
  readonly memoryLimit?: string;
  /** Of one hunt or one write; default 2. */
  readonly threads?: number;
  /** Of what one hunt or one write may spill to disk; default 20GB. */
  readonly spillLimit?: string;
  readonly clock?: Clock;
}

type Rows = Iterable<LakeRow> | AsyncIterable<LakeRow>;

/** Events of one tenant and day in Parquet files in storage, and the search for candidates in them. */
export class Lake {
  readonly #closing = new AbortController();
  readonly #writes = new Set<Promise<unknown>>();

  private constructor(
    private readonly storage: Storage,
    private readonly cache: FileCache,
    private readonly work: string,
    private readonly limits: EngineLimits,
  ) {}

  static async open(options: LakeOptions): Promise<Lake> {
    const { storage, clock = systemClock } = options;
    // What is open is compared as text: a relative path would not be found again.
    const folder = path.resolve(options.folder);
    const [copies, work] = [path.join(folder, 'copies'), path.join(folder, 'work')];
    for (const each of [copies, work]) {
      await rm(each, { recursive: true, force: true });
      await mkdir(each, { recursive: true, mode: 0o700 });
    }
    const limits = { memoryLimit: options.memoryLimit ?? '1GB', threads: options.threads ?? 2, spillLimit: options.spillLimit ?? '20GB' };
    return new Lake(storage, new FileCache(copies, storage, options.cacheBytes, clock), work, limits);
  }

  /** Bytes of copies on disk. */
  get cachedBytes(): number {
    return this.cache.bytes;
  }

  /** @throws Outage; Error without rows, or when `day` is none; whatever `rows` throws. Then nothing is kept. */
  async write(tenantId: TenantId, day: string, rows: Rows): Promise<LakeFile> {
    const file = await this.#writing(this.#write(tenantId, day, rows, () => true));
    if (file === null) throw new Error('a lake file has rows');
    return file;
  }

  /**
   * Every event that the narrowing lets through, and more; file by file, newest day first, within one by time. A file that cannot be read is
   * named in `faults` and the others go on. @throws Refusal `lake_file.not_found`, Outage, the signal's reason
   */
  hunt(tenantId: TenantId, query: HuntQuery): AsyncIterable<HuntBatch> {
    const signal = AbortSignal.any([this.#closing.signal, ...(query.signal ? [query.signal] : [])]);
    const tools = { cache: this.cache, openEngine: () => this.#open([this.cache.folderOf(tenantId)]) };
    return hunt(tools, tenantId, { ...query, signal });
  }

  /** Gone afterwards, whether or not they were there. */
  async remove(tenantId: TenantId, files: readonly LakeFile[]): Promise<void> {
    for (const file of files) checkKey(tenantId, file.key);
    for (const file of files) {
      for (const key of [file.key, besideKey(tenantId, file.key, 'blocks'), besideKey(tenantId, file.key, 'large')]) {
        await this.cache.drop(key);
        await this.storage.delete(key);
      }
    }
  }

  /** Erasure of a tenant: everything of theirs that lies in storage, whether or not a catalogue knows of it. @throws Outage */
  async removeAll(tenantId: TenantId): Promise<number> {
    let removed = 0;
    for await (const { key } of this.storage.list(tenantKey(tenantId))) {
      await this.cache.drop(key);
      await this.storage.delete(key);
      removed += 1;
    }
    return removed;
  }

  /**
   * Erasure: a new file without the rows for which `keep` is false; null when none is left, the same file when all are. The old one stays
   * until `remove`, so that the catalogue can turn to the new one in between.
   */
  async rewrite(tenantId: TenantId, file: LakeFile, keep: (row: LakeRow) => boolean): Promise<LakeFile | null> {
    checkKey(tenantId, file.key);
    return this.#writing(this.#rewrite(tenantId, file, keep));
  }

  /** Cancels the hunts, waits for the writes. */
  async close(): Promise<void> {
    this.#closing.abort(new Outage('lake', new Error('closing')));
    await Promise.allSettled(this.#writes);
    await this.cache.close();
  }

  async #rewrite(tenantId: TenantId, file: LakeFile, keep: (row: LakeRow) => boolean): Promise<LakeFile | null> {
    const held = await this.cache.hold(tenantId, file.key, file.bytes);
    let reader: Engine | undefined;
    let large: LargeFile | undefined;
    let dropped = 0;
    try {
      reader = await this.#open([this.cache.folderOf(tenantId)]);
      large = await largeFile(this.cache, reader.connection, tenantId, file, held.path).catch(late);
      const all = scan(reader.connection, {
        path: held.path,
        ranges: [{ from: 0, to: file.rows }],
        escapedOnly: false,
        predicate: { sql: 'true', values: [] },
        window: { from: -Infinity, to: Infinity },
        sources: undefined,
        readLarge: large.readLarge,
        mayHold: () => true,
      });
      const kept = async function* (): AsyncGenerator<LakeRow> {
        for await (const rows of outages(all)) {
          for (const row of rows) {
            if (keep(row)) yield row;
            else dropped += 1;
          }
        }
      };
      const written = await this.#write(tenantId, file.day, kept(), () => dropped > 0);
      return dropped === 0 ? file : written;
    } finally {
      await large?.release();
      await reader?.close();
      await held.release();
    }
  }

  /** @param wanted asked once all rows were read: whether there is to be a file at all */
  async #write(tenantId: TenantId, day: string, rows: Rows, wanted: () => boolean): Promise<LakeFile | null> {
    const key = lakeKey(tenantId, day, newId());
    const engine = await this.#open([]);
    try {
      const local = path.join(engine.folder, 'rows.parquet');
      const count = await writeParquet(engine, rows, local, wanted);
      if (count === 0) return null;
      const { index, large, firstAt, lastAt } = await indexFile(engine.connection, local, count).catch(late);
      const { size } = await stat(local);
      const [beside, texts] = [besideKey(tenantId, key, 'blocks'), besideKey(tenantId, key, 'large')];
      try {
        await this.storage.put(beside, index);
        if (large > 0) await this.storage.put(texts, createReadStream(`${local}.large`));
        await this.storage.put(key, createReadStream(local));
      } catch (error) {
        for (const each of [beside, texts]) await this.storage.delete(each).catch(() => undefined);
        throw error;
      }
      return { key, day, rows: count, bytes: size, firstAt, lastAt };
    } finally {
      await engine.close();
    }
  }

  async #writing<T>(write: Promise<T>): Promise<T> {
    this.#writes.add(write);
    return write.finally(() => this.#writes.delete(write));
  }

  #open(sees: readonly string[]): Promise<Engine> {
    return openEngine(this.work, sees, this.limits).catch(late);
  }
}

/** What DuckDB throws: a full disk, too little memory, a file that is not one. */
function late(error: unknown): never {
  throw error instanceof Refusal || error instanceof Outage ? error : new Outage('lake', error);
}

async function* outages<T>(from: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* from;
  } catch (error) {
    late(error);
  }
}
