// Postgres and Redis: the ones DATABASE_URL and REDIS_URL name, or our own.
import { join } from 'node:path';
import { startPostgres } from '../embedded/postgres.mjs';
import { startRedis } from '../embedded/redis.mjs';
import { workspace } from './home.mjs';

/** Downloads and unpacked programs belong to the clone, whichever home is used. */
export const cacheFolder = () => process.env.VEDETTE_CACHE || join(workspace, '.vedette/cache');

/**
 * Returns { postgres, redis }, each with `url`, `where` (for people) and stop(); outside servers are never stopped.
 * `ports`: the ports of the last start, which a second start takes again if they are free.
 */
export async function startServices({ home, secrets, ports, keep, databaseUrl, redisUrl, progress, onStarted }) {
  const postgres = databaseUrl
    ? outside(databaseUrl, 'DATABASE_URL')
    : await progress.step('Postgres', async () => {
        const server = await startPostgres({
          folder: home.path('postgres'),
          cache: cacheFolder(),
          password: secrets.postgres,
          port: ports.postgres ?? 0,
          keep,
        });
        onStarted('postgres', server);
        return { ...server, where: 'embedded', detail: `${server.version} on port ${server.port}` };
      });
  const redis = redisUrl
    ? outside(redisUrl, 'REDIS_URL')
    : await progress.step('Redis', async () => {
        const server = await startRedis({
          folder: home.path('redis'),
          cache: cacheFolder(),
          password: secrets.redis,
          port: ports.redis ?? 0,
          keep,
        });
        onStarted('redis', server);
        return { ...server, where: 'embedded', detail: `${server.label} on port ${server.port}` };
      });
  return { postgres, redis };
}

function outside(url, variable) {
  const refuse = () => {
    throw new Error(`this server came from ${variable} and is not ours to stop or restart`);
  };
  return { url, where: variable, running: () => true, stop: async () => undefined, restart: refuse, kill: refuse, flush: refuse };
}
