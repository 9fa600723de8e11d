import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { hasRedisServer, openOwnRedis } from './testing/own-redis';
import type { OwnRedis } from './testing/own-redis';
import { openRig, until } from './testing/rig';
import type { CountJob, Rig } from './testing/rig';

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

describe('when Redis is lost', () => {
  let redis: OwnRedis;
  let rig: Rig;
  /** What the handlers did, kept by Postgres as an effect would be. */
  const effects = async () =>
    (await rig.db.adminSql<{ target_id: string }>`select target_id from audit_entries`).map((row) => Number(row.target_id)).sort((a, b) => a - b);

  beforeEach(async () => {
    redis = await openOwnRedis();
    rig = await openRig(redis.url);
  });
  afterEach(async () => {
    await rig.close();
    await redis.close();
  });

  /** Slow enough that Redis goes in the middle; its effect and its end are one transaction, unless it was done before. */
  const handler = async (job: CountJob) => {
    await sleep(5);
    await rig.db.database.tenant(job, async (tx) => {
      const mine = await tx.sql`delete from outbox where id = ${job.outboxId} returning id`;
      if (mine.length > 0) tx.audit('test-attack.sent', { kind: 'thing', id: String(job.payload.n) });
    });
  };

  it('to FLUSHALL, every job is still done, and none twice', async () => {
    const relay = rig.relay();
    await rig.work(handler, relay);
    await rig.enqueue(rig.acme, ...numbers(0, 300));
    await until(async () => (await effects()).length > 20, 'a first part');
    await redis.empty();
    await rig.enqueue(rig.acme, ...numbers(300, 50));
    await until(async () => (await rig.outbox()) === 0, 'an empty outbox');
    expect(await effects()).toEqual(numbers(0, 350));
  });

  // Needs redis-server on PATH: the services' Redis belongs to every spec.
  (hasRedisServer ? it : it.skip)('to a kill -9 and comes back empty, what was committed meanwhile is done too', async () => {
    const relay = rig.relay();
    await rig.work(handler, relay);
    await rig.enqueue(rig.acme, ...numbers(0, 100));
    await until(async () => (await effects()).length > 10, 'a first part');
    await redis.stop();
    await rig.enqueue(rig.globex, ...numbers(100, 100));
    await sleep(300);
    expect(await rig.outbox()).toBeGreaterThan(0);
    await redis.start();
    await until(async () => (await rig.outbox()) === 0, 'an empty outbox', 25_000);
    expect(await effects()).toEqual(numbers(0, 200));
  });

  it('only in part, a job that Redis no longer knows goes out again after its timeout', async () => {
    const relay = rig.relay();
    await rig.enqueue(rig.acme, 1);
    await until(async () => (await rig.db.adminSql`select 1 from outbox where sent_at is not null`).length === 1);
    const admin = new Redis(redis.url);
    const keys = await admin.keys(`${rig.prefix}:spec.count-thing:*`);
    await admin.del(...keys);
    admin.disconnect();
    await until(async () => (await rig.db.adminSql`select 1 from outbox where attempt = 2`).length === 1, 'a second sending');
    await rig.work(handler, relay);
    await until(async () => (await rig.outbox()) === 0);
    expect(await effects()).toEqual([1]);
  });

  it('not at all but nobody works, jobs wait without being sent over and over', async () => {
    rig.relay();
    await rig.enqueue(rig.acme, 1, 2, 3);
    await until(async () => (await rig.db.adminSql`select 1 from outbox where sent_at is not null`).length === 3);
    const [before] = await rig.db.adminSql<{ at: Date }>`select max(sent_at) as at from outbox`;
    await until(async () => {
      const [now] = await rig.db.adminSql<{ at: Date }>`select min(sent_at) as at from outbox`;
      return Number(now?.at) > Number(before?.at);
    }, 'a later look');
    expect(await rig.db.adminSql`select distinct attempt from outbox`).toEqual([{ attempt: 1 }]);
  });
});
