import type { DuckDBConnection } from '@duckdb/node-api';
import type { TenantId } from '@vedette/kernel';
import type { FileCache, Held } from './file-cache';
import { largeBytes } from './index-file';
import { besideKey } from './lake-key';
import type { LakeFile } from './lake-row';
import { readLargeText } from './large-texts';
import type { Place } from './large-texts';

export interface LargeFile {
  readonly readLarge: (place: Place) => Promise<string>;
  release(): Promise<void>;
}

/** The large events beside a file, fetched when the first of them is asked for. */
export async function largeFile(cache: FileCache, connection: DuckDBConnection, tenantId: TenantId, file: LakeFile, parquet: string): Promise<LargeFile> {
  // Asked now: a question in the middle of a scan would end the scan's result as if it had no more rows.
  const bytes = await largeBytes(connection, parquet);
  let held: Promise<Held> | undefined;
  const fetch = (): Promise<Held> => cache.hold(tenantId, besideKey(tenantId, file.key, 'large'), bytes);
  return {
    async readLarge(place) {
      const { path } = await (held ??= fetch());
      return (await readLargeText(path, place)).toString('utf8');
    },
    async release() {
      const found = await held?.catch(() => undefined);
      await found?.release();
    },
  };
}
