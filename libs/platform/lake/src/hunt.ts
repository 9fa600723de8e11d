import { readFile } from 'node:fs/promises';
import { Outage, Refusal } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { BLOCK_ROWS, decodeIndex, indexBytes } from './block-index';
import type { Block } from './block-index';
import { chooseBlocks } from './choose-blocks';
import type { RowRange } from './choose-blocks';
import type { Engine } from './duckdb';
import type { FileCache, Held } from './file-cache';
import { besideKey, checkKey } from './lake-key';
import { largeFile } from './large-file';
import type { LargeFile } from './large-file';
import type { LakeFile, LakeRow } from './lake-row';
import { planOf } from './narrowing';
import type { Narrowing } from './narrowing';
import { predicateOf, textMayPass } from './predicate';
import { scan } from './scan';
import type { Scan } from './scan';

export interface HuntQuery {
  readonly files: readonly LakeFile[];
  readonly narrowing: Narrowing;
  /** Milliseconds, included. */
  readonly from?: number;
  /** Milliseconds, not included. */
  readonly to?: number;
  /** Exactly these, as written. */
  readonly sources?: readonly string[];
  /** Of candidates. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

export interface HuntBatch {
  readonly rows: readonly LakeRow[];
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Rows of the blocks that could not be ruled out, so far. */
  readonly rowsScanned: number;
  /** Files that could not be read, or not to their end: there may be more candidates in them. */
  readonly faults: readonly HuntFault[];
}

export interface HuntFault {
  readonly file: LakeFile;
  /** Refusal `object.not_found` for a file that is gone, otherwise an Outage. */
  readonly error: Refusal | Outage;
}

interface Tools {
  readonly cache: FileCache;
  readonly openEngine: () => Promise<Engine>;
}

/** Of one statement: small enough that candidates come early, large enough that its few milliseconds do not count. */
const PORTION_ROWS = 16 * BLOCK_ROWS;

/** @throws Refusal `lake_file.not_found`; the signal's reason when it aborts */
export async function* hunt(tools: Tools, tenantId: TenantId, query: HuntQuery): AsyncGenerator<HuntBatch> {
  for (const file of query.files) checkKey(tenantId, file.key);
  const { signal } = query;
  let engine: Engine | undefined;
  const interrupt = (): void => engine?.connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  const progress = { filesDone: 0, filesTotal: query.files.length, rowsScanned: 0, left: query.limit ?? Infinity };
  const batch = (rows: readonly LakeRow[], faults: readonly HuntFault[] = []): HuntBatch => {
    const { filesDone, filesTotal, rowsScanned } = progress;
    return { rows, filesDone, filesTotal, rowsScanned, faults };
  };
  try {
    for (const file of newestFirst(query.files)) {
      signal?.throwIfAborted();
      if (!(progress.left > 0)) return;
      const faults: HuntFault[] = [];
      try {
        for await (const found of candidates(tools.cache, async () => (engine ??= await tools.openEngine()), tenantId, query, file, progress)) {
          signal?.throwIfAborted();
          const rows = found.slice(0, progress.left);
          progress.left -= rows.length;
          yield batch(rows);
          if (!(progress.left > 0)) return;
        }
      } catch (error) {
        signal?.throwIfAborted();
        faults.push({ file, error: error instanceof Refusal || error instanceof Outage ? error : new Outage('lake', error) });
        // What we hold may be what is damaged: the next hunt fetches it again.
        await tools.cache.drop(file.key);
      }
      progress.filesDone += 1;
      yield batch([], faults);
    }
  } finally {
    signal?.removeEventListener('abort', interrupt);
    await engine?.close();
  }
}

interface Progress {
  rowsScanned: number;
}

async function* candidates(
  cache: FileCache,
  openEngine: () => Promise<Engine>,
  tenantId: TenantId,
  query: HuntQuery,
  file: LakeFile,
  progress: Progress,
): AsyncGenerator<LakeRow[]> {
  const plan = planOf(query.narrowing);
  const window = { from: query.from ?? -Infinity, to: query.to ?? Infinity };
  if (plan.kind === 'nothing' || file.lastAt < window.from || file.firstAt >= window.to) return;
  const narrowed = query.sources ? planOf({ all: [{ column: 'source', values: query.sources }, query.narrowing] }) : plan;
  const choice = chooseBlocks(file.rows, await blocksOf(cache, tenantId, file, query.signal), narrowed, window);
  const scans = [...portions(choice.full, false), ...portions(choice.escaped, true)];
  if (scans.length === 0) return;
  const held = await orAborted(cache.hold(tenantId, file.key, file.bytes), query.signal);
  let large: LargeFile | undefined;
  try {
    const { connection } = await openEngine();
    large = await largeFile(cache, connection, tenantId, file, held.path);
    const { readLarge } = large;
    const mayHold = (original: string): boolean => textMayPass(plan, original);
    for (const { ranges, escapedOnly } of scans) {
      query.signal?.throwIfAborted();
      for (const range of ranges) progress.rowsScanned += range.to - range.from;
      yield* scan(connection, { path: held.path, ranges, escapedOnly, predicate: predicateOf(plan), window, sources: query.sources, readLarge, mayHold });
    }
  } finally {
    await large?.release();
    await held.release();
  }
}

type Portion = Pick<Scan, 'ranges' | 'escapedOnly'>;

function portions(ranges: readonly RowRange[], escapedOnly: boolean): Portion[] {
  const found: { ranges: RowRange[]; escapedOnly: boolean }[] = [];
  let room = 0;
  for (const range of ranges) {
    for (let from = range.from; from < range.to; ) {
      const last = room > 0 ? found.at(-1) : undefined;
      if (last === undefined) room = PORTION_ROWS;
      const to = Math.min(range.to, from + room);
      if (last) last.ranges.push({ from, to });
      else found.push({ ranges: [{ from, to }], escapedOnly });
      room -= to - from;
      from = to;
    }
  }
  return found;
}

/** Undefined when the index is gone or damaged: it only saves work. */
async function blocksOf(cache: FileCache, tenantId: TenantId, file: LakeFile, signal: AbortSignal | undefined): Promise<Block[] | undefined> {
  const key = besideKey(tenantId, file.key, 'blocks');
  let held: Held | undefined;
  try {
    held = await orAborted(cache.hold(tenantId, key, indexBytes(file.rows)), signal);
    const blocks = decodeIndex(await readFile(held.path), file.rows);
    if (blocks === undefined) await cache.drop(key);
    return blocks;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  } finally {
    await held?.release();
  }
}

/** A fetch is shared with other hunts, so it goes on when one of them is cancelled. */
async function orAborted(arriving: Promise<Held>, signal: AbortSignal | undefined): Promise<Held> {
  if (signal === undefined) return arriving;
  let leave: (() => void) | undefined;
  const aborted = new Promise<undefined>((resolve) => {
    leave = () => resolve(undefined);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
  });
  try {
    const held = await Promise.race([arriving, aborted]);
    if (held) return held;
    arriving.then((late) => late.release(), () => undefined);
    throw signal.reason;
  } finally {
    if (leave) signal.removeEventListener('abort', leave);
  }
}

/** Newest day first; within it the file that ends last. */
function newestFirst(files: readonly LakeFile[]): LakeFile[] {
  return [...files].sort((one, other) => (one.day === other.day ? other.lastAt - one.lastAt : one.day < other.day ? 1 : -1));
}
