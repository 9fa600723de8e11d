import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openStorage } from '@vedette/storage';
import type { Storage } from '@vedette/storage';
import type { HuntBatch } from '../hunt';
import { Lake } from '../lake';
import type { LakeOptions } from '../lake';
import type { LakeRow } from '../lake-row';

export const DAY = '2026-01-31';
export const MIDNIGHT = 1_769_817_600_000;

export function row(index: number, changes: Partial<LakeRow> = {}): LakeRow {
  const at = MIDNIGHT + index * 1000;
  return {
    segmentId: 'segment-1',
    index,
    at,
    receivedAt: at + 5,
    source: 'Security',
    kind: null,
    eventCode: '4688',
    host: 'WS-1',
    user: null,
    sourceIp: null,
    destinationIp: null,
    original: `{"n":${index}}`,
    ...changes,
  };
}

/** Numbers from a seed, so that a failure can be had again. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below) % below;
  };
}

export interface TestLake {
  readonly lake: Lake;
  readonly storage: Storage;
  /** Where objects lie, and where the lake works. */
  readonly kept: string;
  readonly folder: string;
  close(): Promise<void>;
}

export async function openTestLake(options: Partial<LakeOptions> = {}): Promise<TestLake> {
  const root = mkdtempSync(path.join(tmpdir(), "vedette-lake's-"));
  const [kept, folder] = [path.join(root, 'kept'), path.join(root, 'lake')];
  const storage = options.storage ?? openStorage({ url: pathToFileURL(kept).toString() });
  const lake = await Lake.open({ storage, folder, cacheBytes: 100_000_000, memoryLimit: '500MB', ...options });
  return {
    lake,
    storage,
    kept,
    folder,
    async close() {
      await lake.close();
      await storage.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

export interface Found {
  readonly rows: LakeRow[];
  readonly last: HuntBatch | undefined;
  readonly faults: HuntBatch['faults'][number][];
}

export async function collect(batches: AsyncIterable<HuntBatch>): Promise<Found> {
  const found: Found = { rows: [], last: undefined, faults: [] };
  let last: HuntBatch | undefined;
  for await (const batch of batches) {
    found.rows.push(...batch.rows);
    found.faults.push(...batch.faults);
    last = batch;
  }
  return { ...found, last };
}
