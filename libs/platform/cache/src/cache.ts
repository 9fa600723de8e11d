import { systemClock } from '@vedette/kernel';
import type { Clock, TenantId } from '@vedette/kernel';
import { counter, logger } from '@vedette/telemetry';
import { Redis } from 'ioredis';
import type { Result } from 'ioredis';
import { anonymousKey, tenantKey } from './keys';
import { LocalLimits } from './local-limits';
import type { Limit, Taken } from './sliding-window';
import { takeScript } from './take-script';

export interface LimitQuestion {
  /** What is limited, e.g. `ingest.events`. */
  readonly name: string;
  /** Default 1. */
  readonly cost?: number;
  /** Cost allowed in any `windowMs`. */
  readonly limit: number;
  readonly windowMs: number;
}

/** Limits and quotas shared by all processes. Never throws for want of Redis: then each process limits on its own. */
export interface Cache {
  take(question: LimitQuestion & { readonly tenant: TenantId }): Promise<Taken>;
  /** @param question.keyHmac from `keyHmac()`: an address or e-mail never reaches Redis. */
  takeAnonymous(question: LimitQuestion & { readonly keyHmac: string }): Promise<Taken>;
  close(): Promise<void>;
}

const log = logger('cache');
const taken = counter('vedette_limit_takes_total', 'Questions to limits by outcome and by who answered');
const PATIENCE_MS = 500;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    vedetteTake(key: string, limit: number, windowMs: number, cost: number): Result<[number, number, number], Context>;
  }
}

export function openCache(options: { readonly url: string; readonly clock?: Clock }): Cache {
  const clock = options.clock ?? systemClock;
  const local = new LocalLimits();
  const redis = new Redis(options.url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE_MS,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000),
    scripts: { vedetteTake: { numberOfKeys: 1, lua: takeScript } },
  });
  redis.on('error', (err: Error) => log.warn({ err }, 'limits lost Redis and are counted per process'));
  redis.on('ready', () => local.clear());
  const connected = firstConnection(redis);

  async function take(key: string, question: LimitQuestion): Promise<Taken> {
    const limit = checked({ limit: question.limit, windowMs: question.windowMs, cost: question.cost ?? 1 });
    await connected;
    try {
      if (redis.status !== 'ready') throw new Error(`the connection is ${redis.status}`);
      const [allowed, remaining, retryAfterMs] = await redis.vedetteTake(key, limit.limit, limit.windowMs, limit.cost);
      taken.add(1, { name: question.name, allowed: allowed === 1, counted: 'shared' });
      return { allowed: allowed === 1, remaining, retryAfterMs };
    } catch {
      const answer = local.take(key, clock.now(), limit);
      taken.add(1, { name: question.name, allowed: answer.allowed, counted: 'alone' });
      return answer;
    }
  }

  return {
    take: async (question) => take(tenantKey(question.tenant, question.name), question),
    takeAnonymous: async (question) => take(anonymousKey(question.keyHmac, question.name), question),
    async close() {
      redis.disconnect();
    },
  };
}

/** A process that has just started waits a moment for Redis instead of limiting its first callers on its own. */
function firstConnection(redis: Redis): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    redis.once('ready', done);
    redis.once('end', done);
    redis.once('error', done);
  });
}

function checked(limit: Limit): Limit {
  for (const [name, value] of Object.entries(limit)) {
    if (!Number.isSafeInteger(value) || value < (name === 'cost' ? 0 : 1)) throw new Error(`limit: ${name} is ${value}`);
  }
  return limit;
}
