import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';

export interface RedisPlace {
  readonly redisUrl: string;
  /** Key prefix of everything of ours in that Redis; default `vedette`. */
  readonly prefix?: string;
}

export const DEFAULT_PREFIX = 'vedette';

const shared: RedisOptions = { retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000), connectTimeout: 3_000 };

/** For those who send: no connection is a failure now. How long an answer may take is the sender's to say. */
export function impatientRedis(url: string): Redis {
  return new Redis(url, { ...shared, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
}

/** For those who work: a worker without Redis has nothing to do but wait for it. */
export function patientRedis(url: string): Redis {
  return new Redis(url, { ...shared, maxRetriesPerRequest: null });
}

/** A process that has just started waits a moment for its first connection, instead of failing its first question. */
export function firstConnection(redis: Redis, ms = 1_000): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    redis.once('ready', done).once('close', done).once('end', done);
  });
}
