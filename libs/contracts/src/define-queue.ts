import type { z } from 'zod';

/**
 * A queue is one value; its consumer's context owns it. Payloads are ids and version-tolerant hints,
 * never events, secrets or personal data: a job is a letter to tomorrow's code.
 */
export interface QueueDefinition<Payload> {
  /** `domain.verb-noun` */
  readonly name: string;
  readonly schema: z.ZodType<Payload>;
  /** `tenant`: one tenant's work. `fan-out`: only enqueues one job per tenant. */
  readonly scope: 'tenant' | 'fan-out';
  /** How often an Outage is retried before the job becomes a dead letter. */
  readonly attempts: number;
  /** First wait between attempts; doubles, with jitter. */
  readonly backoffMs: number;
  /** Jobs of this queue that one process works on at once. */
  readonly concurrency: number;
  /** After this a job that was sent and not finished is sent again. */
  readonly timeoutMs: number;
}

export function defineQueue<Payload>(definition: QueueDefinition<Payload>): QueueDefinition<Payload> {
  if (!/^[a-z]+\.[a-z]+(-[a-z]+)+$/.test(definition.name)) {
    throw new Error(`queue ${definition.name}: a queue is named domain.verb-noun`);
  }
  return Object.freeze(definition);
}
