import { systemClock } from '@vedette/kernel';
import type { Clock, TenantId } from '@vedette/kernel';
import { counter, logger } from '@vedette/telemetry';
import { Redis } from 'ioredis';
import type { Result } from 'ioredis';
import { anonymousKey, tenantKey } from './keys';
import { LocalLimits } from './local-limits';
import { partWidth } from './sliding-window';
import type { GivenBack, Limit, Taken } from './sliding-window';
import { giveBackScript, takeScript } from './window-scripts';

export interface LimitQuestion {
  /** What is limited, e.g. `ingest.events`. */
  readonly name: string;
  /** Default 1. */
  readonly cost?: number;
  /** Cost allowed in any `windowMs`. */
  readonly limit: number;
  readonly windowMs: number;
}

/** @property keyHmac from `keyHmac()`: an address or e-mail never reaches Redis. */
export type Whose = { readonly tenant: TenantId } | { readonly keyHmac: string };

/** What was asked, and what of it was not used. */
export interface Unused extends LimitQuestion {
  readonly cost: number;
  /** The answer to the asking. */
  readonly taken: Pick<CountedTaken, 'at' | 'counted'>;
}

export interface CountedTaken extends Taken {
  /** By all processes together, or (without Redis) by this one alone, within its share of the limit. */
  readonly counted: 'shared' | 'alone';
}

/** Limits and quotas shared by all processes. Never throws for want of Redis: then each process limits on its own. */
export interface Cache {
  take(question: LimitQuestion & { readonly tenant: TenantId }): Promise<CountedTaken>;
  takeAnonymous(question: LimitQuestion & { readonly keyHmac: string }): Promise<CountedTaken>;
  /** To the window it was taken from, and only while it still counts there. Give back once: a part taken by others at the same time cannot be told apart. */
  giveBack(unused: Unused & Whose): Promise<GivenBack>;
  close(): Promise<void>;
}

export interface CacheOptions {
  readonly url: string;
  /** How many processes share a limit while Redis is away: each gives that part of it. Default 4. */
  readonly processes?: number;
  readonly clock?: Clock;
}

const log = logger('cache');
const takes = counter('vedette_limit_takes_total', 'Questions to limits by outcome and by who answered: shared, or each process alone without Redis');
const PATIENCE_MS = 500;
const PROCESSES = 4;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    vedetteTake(key: string, limit: number, windowMs: number, cost: number, width: number): Result<[number, number, number, number], Context>;
    vedetteGiveBack(key: string, limit: number, windowMs: number, cost: number, width: number, at: number): Result<[number, number], Context>;
  }
}

export function openCache(options: CacheOptions): Cache {
  const clock = options.clock ?? systemClock;
  const local = new LocalLimits(options.processes ?? PROCESSES);
  const redis = new Redis(options.url, {
    enableOfflineQueue: false,
    // An operation takes from two windows and gives back to both: each pair is one packet.
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE_MS,
    connectTimeout: 2_000,
    // There is nothing to flush: who closes need not wait for a server that is gone.
    disconnectTimeout: 100,
    retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000),
    scripts: { vedetteTake: { numberOfKeys: 1, lua: takeScript }, vedetteGiveBack: { numberOfKeys: 1, lua: giveBackScript } },
  });
  redis.on('error', (err: Error) => log.warn({ err }, 'limits lost Redis and are counted per process'));
  redis.on('ready', () => local.clear());
  const connected = firstConnection(redis);

  async function take(key: string, question: LimitQuestion): Promise<CountedTaken> {
    const limit = checked({ limit: question.limit, windowMs: question.windowMs, cost: question.cost ?? 1 });
    await connected;
    try {
      requireReady(redis);
      const [allowed, remaining, retryAfterMs, at] = await redis.vedetteTake(key, limit.limit, limit.windowMs, limit.cost, partWidth(limit.windowMs));
      local.noteShared(key, clock.now(), limit.windowMs, { used: limit.limit - remaining, cost: allowed === 1 ? limit.cost : 0 });
      takes.add(1, { name: counted(question.name), allowed: allowed === 1, counted: 'shared' });
      return { allowed: allowed === 1, remaining, retryAfterMs, at, counted: 'shared' };
    } catch {
      const answer = local.take(key, clock.now(), limit);
      takes.add(1, { name: counted(question.name), allowed: answer.allowed, counted: 'alone' });
      return { ...answer, counted: 'alone' };
    }
  }

  async function giveBack(key: string, { taken, ...question }: Unused): Promise<GivenBack> {
    const limit = checked({ limit: question.limit, windowMs: question.windowMs, cost: question.cost });
    if (taken.counted === 'alone') return local.giveBack(key, clock.now(), { ...limit, at: taken.at });
    try {
      requireReady(redis);
      const [returned, remaining] = await redis.vedetteGiveBack(key, limit.limit, limit.windowMs, limit.cost, partWidth(limit.windowMs), taken.at);
      return { returned, remaining };
    } catch {
      // It is lost for the rest of its window: too little is allowed then, never too much.
      return { returned: 0, remaining: 0 };
    }
  }

  return {
    take: async (question) => take(keyOf(question), question),
    takeAnonymous: async (question) => take(keyOf(question), question),
    giveBack: async (unused) => giveBack(keyOf(unused), unused),
    async close() {
      redis.disconnect();
    },
  };
}

function keyOf(question: LimitQuestion & Whose): string {
  const { name, windowMs } = question;
  return 'tenant' in question ? tenantKey(question.tenant, name, windowMs) : anonymousKey(question.keyHmac, name, windowMs);
}

/** A name that ends in an id would make a metric of its own for each session and key. */
function counted(name: string): string {
  return name.replace(/\.[0-9a-f-]{36}$/, '');
}

function requireReady(redis: Redis): void {
  if (redis.status !== 'ready') throw new Error(`the connection is ${redis.status}`);
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
