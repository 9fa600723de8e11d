import { setTimeout as sleep } from 'node:timers/promises';
import { newId, Outage, refusals } from '@vedette/kernel';
import { Queue } from 'bullmq';
import { impatientRedis } from './redis-connection';
import { countThing, openRig, until } from './testing/rig';
import type { CountJob, Rig } from './testing/rig';

describe('a job', () => {
  let rig: Rig;
  const runs: CountJob[] = [];
  const handlers = new Map<number, (job: CountJob) => Promise<void>>();
  const runsOf = (n: number) => runs.filter((job) => job.payload.n === n);
  const dead = (n: number) =>
    rig.db.adminSql<{ reason: string; attempts: number; queue: string }>`
      select reason, attempts, queue from dead_letters where payload->>'n' = ${String(n)}`;

  beforeAll(async () => {
    rig = await openRig();
    const relay = rig.relay();
    await rig.work(async (job) => {
      runs.push(job);
      await handlers.get(job.payload.n)?.(job);
    }, relay);
  });
  afterAll(() => rig.close());

  it('runs once after its transaction has committed, under the scope that enqueued it', async () => {
    await rig.enqueue(rig.acme, 1);
    await until(async () => runsOf(1).length > 0 && (await rig.outbox()) === 0);
    await sleep(200);
    expect(runsOf(1)).toEqual([
      expect.objectContaining({ tenantId: rig.acme.tenantId, principal: rig.acme.principal, attempt: 1, payload: { n: 1 } }),
    ]);
  });

  it('never leaves a transaction that was rolled back', async () => {
    const work = rig.db.database.tenant(rig.acme, async (tx) => {
      tx.enqueue(countThing, { n: 2 });
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    await sleep(300);
    expect(runsOf(2)).toEqual([]);
    expect(await rig.outbox()).toBe(0);
  });

  it('is done when its effect is: both are one transaction', async () => {
    handlers.set(3, (job) => rig.db.database.tenant(job, async (tx) => tx.finish(job)));
    await rig.enqueue(rig.acme, 3);
    await until(async () => runsOf(3).length === 1 && (await rig.outbox()) === 0);
  });

  it('that is for later leaves when its time has come', async () => {
    await rig.db.database.tenant(rig.acme, async (tx) => tx.enqueue(countThing, { n: 30 }, { delayMs: 700 }));
    await sleep(400);
    expect(runsOf(30)).toEqual([]);
    await until(async () => runsOf(30).length === 1 && (await rig.outbox()) === 0);
  });

  it('that meets an outage is sent again with a new attempt, and succeeds', async () => {
    handlers.set(4, async (job) => {
      if (job.attempt < 3) throw new Outage('elsewhere', new Error('late'));
    });
    await rig.enqueue(rig.acme, 4);
    await until(async () => runsOf(4).length === 3 && (await rig.outbox()) === 0);
    expect(runsOf(4).map((job) => job.attempt)).toEqual([1, 2, 3]);
    expect(await dead(4)).toEqual([]);
  });

  it('that always meets an outage becomes a dead letter after its attempts', async () => {
    handlers.set(5, async () => {
      throw new Outage('elsewhere', new Error('late'));
    });
    await rig.enqueue(rig.acme, 5);
    await until(async () => (await dead(5)).length > 0);
    expect(await dead(5)).toEqual([{ reason: 'outage: elsewhere', attempts: 3, queue: 'spec.count-thing' }]);
    expect(runsOf(5)).toHaveLength(3);
    expect(await rig.outbox()).toBe(0);
  });

  it('that is refused becomes a dead letter at once', async () => {
    const refuse = refusals({ 'thing.gone': { class: 'not-found', text: 'Gone.' } });
    handlers.set(6, async () => {
      throw refuse('thing.gone');
    });
    await rig.enqueue(rig.acme, 6);
    await until(async () => (await dead(6)).length > 0);
    expect(await dead(6)).toEqual([{ reason: 'refusal: thing.gone', attempts: 1, queue: 'spec.count-thing' }]);
    expect(runsOf(6)).toHaveLength(1);
  });

  it('that hits a bug is tried once more, and its message stays out of the dead letter', async () => {
    handlers.set(7, async () => {
      throw new TypeError('ada@acme.example is undefined');
    });
    await rig.enqueue(rig.acme, 7);
    await until(async () => (await dead(7)).length > 0);
    expect(await dead(7)).toEqual([{ reason: 'fault: TypeError', attempts: 2, queue: 'spec.count-thing' }]);
    expect(runsOf(7)).toHaveLength(2);
  });

  it('whose payload is malformed becomes a dead letter of its tenant without reaching the handler', async () => {
    await rig.db.adminSql`insert into outbox (tenant_id, id, kind, name, payload, principal)
      values (${rig.globex.tenantId}, ${newId()}, 'job', 'spec.count-thing', '{"n": "eight"}', 'system:test')`;
    await until(async () => (await rig.db.adminSql`select 1 from dead_letters where payload->>'n' = 'eight'`).length > 0);
    const rows = await rig.db.adminSql`select tenant_id, reason from dead_letters where payload->>'n' = 'eight'`;
    expect(rows).toEqual([{ tenant_id: rig.globex.tenantId, reason: 'malformed payload' }]);
    const seen = await rig.db.database.tenant(rig.acme, (tx) => tx.sql`select 1 from dead_letters where reason = 'malformed payload'`);
    expect(seen).toEqual([]);
  });

  it('delivered twice is run once: its row in Postgres says that it is done', async () => {
    await rig.enqueue(rig.acme, 9);
    await until(async () => runsOf(9).length === 1 && (await rig.outbox()) === 0);
    const redis = impatientRedis(rig.redisUrl);
    await new Promise((resolve) => redis.once('ready', resolve));
    const queue = new Queue('spec.count-thing', { connection: redis, prefix: rig.prefix });
    for (const copy of ['a', 'b', 'c']) {
      await queue.add('spec.count-thing', { ...runsOf(9)[0] }, { jobId: `copy-${copy}`, removeOnComplete: true });
    }
    // Neither may a stranger's letter stop the worker.
    await queue.add('spec.count-thing', { hello: 'world' }, { jobId: 'stranger', removeOnFail: true });
    await until(async () => (await queue.getJobCountByTypes('wait', 'active')) === 0);
    await rig.enqueue(rig.acme, 10);
    await until(() => runsOf(10).length === 1);
    expect(runsOf(9)).toHaveLength(1);
    await queue.close();
    redis.disconnect();
  });

  it('that was sent again and again and never ended is buried instead of ending one more worker', async () => {
    await rig.db.adminSql`insert into outbox (tenant_id, id, kind, name, payload, principal, attempt)
      values (${rig.acme.tenantId}, ${newId()}, 'job', 'spec.count-thing', '{"n": 11}', 'system:test', 8)`;
    await until(async () => (await dead(11)).length > 0);
    expect(await dead(11)).toEqual([{ reason: 'lost: never finished', attempts: 9, queue: 'spec.count-thing' }]);
    expect(runsOf(11)).toEqual([]);
  });
});
