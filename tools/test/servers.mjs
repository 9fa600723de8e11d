// Servers for tests: throwaway, unsynced, in a folder that goes away.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSystemPostgres } from '../embedded/postgres-binaries.mjs';
import { startPostgres } from '../embedded/postgres.mjs';
import { startRedis } from '../embedded/redis.mjs';
import { cacheFolder } from '../start/servers.mjs';

/** Answers { environment, described, stop() }. Postgres 15 joins where the machine has its programs. */
export async function startTestServices() {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-test-'));
  const started = [];
  const stop = async () => {
    await Promise.allSettled(started.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  const password = randomBytes(12).toString('hex');
  const postgres = async (name, native) => {
    const server = await startPostgres({ folder: join(folder, name), cache: cacheFolder(), password, keep: false, native, settings: { max_connections: 300 } });
    started.push(server);
    return server;
  };
  try {
    const newest = await postgres('postgres');
    const redis = await startRedis({ folder: join(folder, 'redis'), cache: cacheFolder(), password, keep: false });
    started.push(redis);
    const native15 = findSystemPostgres(15);
    const oldest = native15 ? await postgres('postgres15', native15) : null;
    return {
      environment: {
        VEDETTE_TEST_POSTGRES_URL: newest.url,
        VEDETTE_TEST_REDIS_URL: redis.url,
        ...(oldest ? { VEDETTE_TEST_POSTGRES15_URL: oldest.url } : {}),
      },
      described: `Postgres ${newest.version}, ${oldest ? `Postgres ${oldest.version}` : 'no Postgres 15 on this machine'}, Redis: ${redis.label}`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
