import { Outage } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import { Queue } from 'bullmq';
import { jobIdOf } from '../envelope';
import type { Envelope } from '../envelope';
import { DEFAULT_PREFIX, firstConnection, impatientRedis } from '../redis-connection';
import type { RedisPlace } from '../redis-connection';

export interface Sending extends Envelope {
  readonly queue: string;
  /** Workers take a lower one first; those of one place in the order they were sent. */
  readonly place: number;
}

const log = logger('relay');
const PATIENCE_MS = 2_000;

// A run that Postgres could not even record is retried by BullMQ; every other failure is decided in Postgres.
const JOB_OPTIONS = {
  attempts: 10,
  backoff: { type: 'exponential', delay: 250, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: true,
} as const;

/** The relay's side of BullMQ. Every method throws Outage('redis') at once when Redis is away. */
export class JobSender {
  private readonly redis;
  private readonly connected: Promise<void>;
  private readonly prefix: string;
  private readonly queues = new Map<string, Queue>();

  constructor(place: RedisPlace) {
    this.prefix = place.prefix ?? DEFAULT_PREFIX;
    this.redis = impatientRedis(place.redisUrl);
    this.connected = firstConnection(this.redis);
    this.redis.on('error', (err: Error) => log.warn({ err }, 'the relay lost Redis'));
  }

  /** In the given order. An id that Redis still holds is not added twice. */
  async send(sendings: readonly Sending[]): Promise<void> {
    const byQueue = groupByQueue(sendings);
    for (const [name, jobs] of byQueue) {
      await this.ask(() =>
        this.queue(name).addBulk(
          jobs.map(({ queue: _, place, ...data }) => ({
            name,
            data,
            opts: { ...JOB_OPTIONS, priority: place, jobId: jobIdOf(data.outboxId, data.attempt) },
          })),
        ),
      );
    }
  }

  /** Whether Redis still knows a job that was sent: it waits, is delayed or is being worked on. */
  async holds(queue: string, outboxId: string, attempt: number): Promise<boolean> {
    const state = await this.ask(() => this.queue(queue).getJobState(jobIdOf(outboxId, attempt)));
    return state !== 'unknown' && state !== 'completed' && state !== 'failed';
  }

  /**
   * Plants a mark that goes when Redis is emptied. True once after each loss: then everything sent has to be sent again,
   * and only the caller that planted the mark is told.
   */
  async wasEmptied(): Promise<boolean> {
    return (await this.ask(() => this.redis.set(`${this.prefix}:relay-mark`, '1', 'NX'))) === 'OK';
  }

  /** So that the next caller is told, when this one could not act on it. */
  async forgetMark(): Promise<void> {
    await this.ask(() => this.redis.del(`${this.prefix}:relay-mark`));
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
  }

  private queue(name: string): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(name, { connection: this.redis, prefix: this.prefix, skipWaitingForReady: true });
      queue.on('error', (err) => log.warn({ err, queue: name }, 'the relay lost Redis'));
      this.queues.set(name, queue);
    }
    return queue;
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    await this.connected;
    if (this.redis.status !== 'ready') throw new Outage('redis', new Error(`the connection is ${this.redis.status}`));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    try {
      return await Promise.race([question(), late]);
    } catch (error) {
      throw new Outage('redis', error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function groupByQueue(sendings: readonly Sending[]): Map<string, Sending[]> {
  const groups = new Map<string, Sending[]>();
  for (const sending of sendings) {
    const group = groups.get(sending.queue);
    if (group) group.push(sending);
    else groups.set(sending.queue, [sending]);
  }
  return groups;
}
