import { setTimeout as sleep } from 'node:timers/promises';
import { defineQueue, defineTopic } from '@vedette/contracts';
import type { TenantScope } from '@vedette/database';
import { openTestDatabase, testServices, twoTenants } from '@vedette/database/testing';
import type { TestDatabase } from '@vedette/database/testing';
import { newId } from '@vedette/kernel';
import { openPubSub } from '@vedette/pubsub';
import type { PubSub } from '@vedette/pubsub';
import { currentTraceparent } from '@vedette/telemetry';
import { z } from 'zod';
import type { Job } from '../job';
import { Relay } from '../relay/relay';
import type { RelayOptions } from '../relay/relay';
import { runWorkers } from '../workers/run-workers';
import type { RunningWorkers } from '../workers/run-workers';

export const countThing = defineQueue({
  name: 'spec.count-thing',
  scope: 'tenant',
  schema: z.object({ n: z.number() }),
  attempts: 3,
  backoffMs: 20,
  concurrency: 4,
  timeoutMs: 1_000,
});
export const thingChanged = defineTopic({ name: 'spec.thing-changed', schema: z.object({ n: z.number() }) });
export type CountJob = Job<{ n: number }>;

/** One database, one Redis prefix, and whatever relays and workers a spec starts; all closed together. */
export interface Rig {
  readonly db: TestDatabase;
  readonly acme: TenantScope;
  readonly globex: TenantScope;
  readonly pubsub: PubSub;
  readonly redisUrl: string;
  readonly prefix: string;
  relay(options?: Partial<RelayOptions>): Relay;
  work(handler: (job: CountJob) => Promise<void>, relay?: Relay): Promise<RunningWorkers>;
  enqueue(scope: TenantScope, ...numbers: number[]): Promise<void>;
  outbox(): Promise<number>;
  close(): Promise<void>;
}

export async function openRig(redisUrl: string = testServices().redis): Promise<Rig> {
  const db = await openTestDatabase({ poolSize: 10, traceparent: currentTraceparent });
  const { acme, globex } = await twoTenants(db);
  const pubsub = openPubSub({ url: redisUrl });
  const prefix = `spec-${newId()}`;
  const closing: (() => Promise<void>)[] = [];
  return {
    db,
    acme,
    globex,
    pubsub,
    redisUrl,
    prefix,
    relay(options = {}) {
      const relay = Relay.start({ relay: db.relay, redisUrl, pubsub, prefix, pollMs: 50, ...options });
      const deaf = db.database.onCommit((wrote) => relay.poke(wrote));
      closing.push(async () => {
        deaf();
        await relay.close();
      });
      return relay;
    },
    async work(handler, relay) {
      const options = { database: db.database, redisUrl, prefix, relay };
      const workers = await runWorkers({ queues: { countThing }, handlers: { countThing: handler }, ...options });
      closing.push(() => workers.close(2_000));
      return workers;
    },
    enqueue: (scope, ...numbers) =>
      db.database.tenant(scope, async (tx) => numbers.forEach((n) => tx.enqueue(countThing, { n }))),
    outbox: async () => (await db.adminSql<{ count: number }>`select count(*)::int as count from outbox`)[0]?.count ?? -1,
    async close() {
      // Workers before the relays they poke.
      for (const close of closing.reverse()) await close();
      await pubsub.close();
      await db.close();
    },
  };
}

export async function until(condition: () => boolean | Promise<boolean>, what = 'it', ms = 15_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what} never came true`);
    await sleep(20);
  }
}
