import { setTimeout as sleep } from 'node:timers/promises';
import { defineQueue } from '@vedette/contracts';
import { z } from 'zod';
import { countThing, openRig, until } from '../testing/rig';
import type { Rig } from '../testing/rig';
import { runWorkers } from './run-workers';

const otherThing = defineQueue({ ...countThing, name: 'spec.other-thing', schema: z.object({ text: z.string() }) });

describe('runWorkers', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(() => rig.close());

  it('does not start, nor compile, without a handler for every queue', async () => {
    const place = { database: rig.db.database, redisUrl: rig.redisUrl, prefix: rig.prefix };
    const queues = { countThing, otherThing };
    // @ts-expect-error otherThing has no handler
    const missing = runWorkers({ ...place, queues, handlers: { countThing: async () => undefined } });
    await expect(missing).rejects.toThrow('spec.other-thing has no handler');
    const wrong = { countThing: async (job: { payload: { text: string } }) => void job, otherThing: async () => undefined };
    // @ts-expect-error the payload of countThing has no text
    const misread = runWorkers({ ...place, queues, handlers: wrong });
    await (await misread).close();
    const doubled = runWorkers({
      ...place,
      queues: { countThing, again: countThing },
      handlers: { countThing: async () => undefined, again: async () => undefined },
    });
    await expect(doubled).rejects.toThrow('twice');
  });

  it('finishes what is under way when it is closed, and takes nothing more', async () => {
    const relay = rig.relay();
    let started = 0;
    let ended = 0;
    const workers = await rig.work(async () => {
      started += 1;
      await sleep(200);
      ended += 1;
    }, relay);
    await rig.enqueue(rig.acme, ...Array.from({ length: 20 }, (_, n) => n));
    await until(() => started > 0);
    await workers.close();
    expect(ended).toBe(started);
    const seen = started;
    await sleep(300);
    expect(started).toBe(seen);
    expect(await rig.outbox()).toBe(20 - ended);
  });

  it('does not wait for ever for a job that hangs', async () => {
    const stuck = await openRig();
    let release: () => void = () => undefined;
    let started = false;
    const workers = await stuck.work(() => {
      started = true;
      return new Promise((resolve) => (release = resolve));
    }, stuck.relay());
    await stuck.enqueue(stuck.acme, 1);
    await until(() => started);
    const before = performance.now();
    await workers.close(300);
    expect(performance.now() - before).toBeLessThan(2_500);
    expect(await stuck.outbox()).toBe(1);
    release();
    await sleep(50);
    await stuck.close();
  });
});
