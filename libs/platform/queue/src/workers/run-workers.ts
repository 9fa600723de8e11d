import type { Database } from '@vedette/database';
import { logger } from '@vedette/telemetry';
import { UnrecoverableError, Worker } from 'bullmq';
import type { Handlers, Queues } from '../job';
import { DEFAULT_PREFIX, patientRedis } from '../redis-connection';
import type { RedisPlace } from '../redis-connection';
import type { Relay } from '../relay/relay';
import { JobLedger } from './job-ledger';
import { processJob } from './process-job';
import type { Handler } from './process-job';

export interface WorkersOptions<Q extends Queues> extends RedisPlace {
  readonly queues: Q;
  readonly handlers: Handlers<Q>;
  readonly database: Database;
  /** Told when jobs ended, since each makes room for a waiting one; without it they wait for the relay's poll. */
  readonly relay?: Pick<Relay, 'poke'>;
}

export interface RunningWorkers {
  /** Stops taking jobs and waits for those under way, at most `timeoutMs` (25 s); the rest go out again. */
  close(timeoutMs?: number): Promise<void>;
}

const log = logger('queue');
const POKE_MS = 25;
// A killed worker's job is taken up by another after one to two of these, not after the queue's whole timeout.
const LOCK_MS = 15_000;
const STALLED_MS = 5_000;

/**
 * Works on every queue of the table until closed. Redis away: it waits and goes on when Redis is back.
 * @throws Error when a queue has no handler, or two queues have one name: a process must not run half of its work.
 */
export async function runWorkers<Q extends Queues>(options: WorkersOptions<Q>): Promise<RunningWorkers> {
  const { queues, database, redisUrl, prefix = DEFAULT_PREFIX, relay } = options;
  const handlers: Readonly<Record<string, unknown>> = options.handlers;
  check(queues, handlers);
  const ledger = new JobLedger(database);
  const redis = patientRedis(redisUrl);
  redis.on('error', (err: Error) => log.warn({ err }, 'workers wait for Redis'));
  const poke = atMostEvery(POKE_MS, () => relay?.poke({ jobs: true, topics: false }));
  const workers = Object.entries(queues).map(([key, queue]) => {
    const handler = handlers[key] as Handler;
    const worker = new Worker(
      queue.name,
      async ({ data }) => {
        try {
          await processJob(queue, handler, ledger, data);
        } finally {
          poke();
        }
      },
      { connection: redis, prefix, concurrency: queue.concurrency, lockDuration: LOCK_MS, stalledInterval: STALLED_MS },
    );
    worker.on('error', (err) => log.warn({ err, queue: queue.name }, 'a worker could not tell Redis'));
    worker.on('failed', (_, err) => {
      if (!(err instanceof UnrecoverableError)) log.warn({ err, queue: queue.name }, 'what became of a job could not be recorded');
    });
    return worker;
  });
  return {
    async close(timeoutMs = 25_000) {
      const ended = await within(timeoutMs, Promise.all(workers.map((worker) => worker.close())));
      if (!ended) {
        log.warn({ timeoutMs }, 'jobs under way were left to another worker');
        await within(1_000, Promise.allSettled(workers.map((worker) => worker.close(true))));
      }
      redis.disconnect();
      ledger.close();
    },
  };
}

function check(queues: Queues, handlers: Readonly<Record<string, unknown>>): void {
  const names = Object.values(queues).map((queue) => queue.name);
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled) throw new Error(`queue ${doubled} is in the table twice`);
  for (const [key, queue] of Object.entries(queues)) {
    if (typeof handlers[key] !== 'function') throw new Error(`queue ${queue.name} has no handler`);
  }
  const idle = Object.keys(handlers).find((key) => !Object.hasOwn(queues, key));
  if (idle) throw new Error(`handler ${idle} has no queue`);
}

/** @returns whether `work` ended in time; rejects if it failed in time. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}

function atMostEvery(ms: number, act: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      act();
    }, ms).unref();
  };
}
