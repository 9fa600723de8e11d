import type { QueueDefinition } from '@vedette/contracts';
import type { TenantScope } from '@vedette/database';
import type { Uuid } from '@vedette/kernel';

/** What a handler gets: a scope for `database.tenant`, and ids to read again. `principal` is who caused the job. */
export interface Job<P> extends TenantScope {
  readonly outboxId: Uuid;
  /** How often it was sent, from 1. */
  readonly attempt: number;
  readonly payload: P;
  readonly traceparent?: string;
}

/** Queues by the name their handler has in code. */
export type Queues = Readonly<Record<string, QueueDefinition<unknown>>>;

export type Payload<Q> = Q extends QueueDefinition<infer P> ? P : never;

/**
 * One handler per queue; a missing one does not compile. It is safe to run twice (two deliveries may overlap), and ends
 * with `tx.finish(job)` in the transaction of its effect; one that only returns is finished for it.
 */
export type Handlers<Q extends Queues> = { readonly [K in keyof Q]: (job: Job<Payload<Q[K]>>) => Promise<void> };
