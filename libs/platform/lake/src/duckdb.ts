import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { newId } from '@vedette/kernel';

export interface EngineLimits {
  readonly memoryLimit: string;
  readonly threads: number;
  /** Of what one hunt or write may spill to disk. */
  readonly spillLimit: string;
}

/** An in-memory DuckDB that sees the folders it was given and nothing else, for one hunt or one write. */
export interface Engine {
  readonly connection: DuckDBConnection;
  /** A folder of its own, gone when it closes. */
  readonly folder: string;
  close(): Promise<void>;
}

/** @param sees folders whose files its SQL may read and write, besides its own */
export async function openEngine(work: string, sees: readonly string[], limits: EngineLimits): Promise<Engine> {
  const folder = path.join(work, newId());
  const spill = path.join(folder, 'spill');
  await mkdir(spill, { recursive: true, mode: 0o700 });
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: limits.memoryLimit,
      threads: String(limits.threads),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    const folders = [folder, ...sees].map((each) => quoted(`${each}${path.sep}`));
    // In this order: each of the last two forbids what stands above it.
    await connection.run(`
      set temp_directory = ${quoted(spill)};
      set max_temp_directory_size = ${quoted(limits.spillLimit)};
      set allowed_directories = [${folders.join(', ')}];
      set enable_external_access = false;
      set lock_configuration = true`);
    return {
      connection,
      folder,
      async close() {
        connection.closeSync();
        instance.closeSync();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A text of ours (a path) as SQL. Nothing that a caller sent comes here: that is bound. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
