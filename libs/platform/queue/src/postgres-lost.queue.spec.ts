import { setTimeout as sleep } from 'node:timers/promises';
import { openRig, thingChanged, until } from './testing/rig';
import type { Rig } from './testing/rig';

describe('when connections to Postgres break', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(() => rig.close());

  it('every job is done once all the same, and every announcement has its one number', async () => {
    const count = 200;
    await rig.enqueue(rig.acme, ...Array.from({ length: count }, (_, n) => n));
    const relay = rig.relay();
    await rig.work(async (job) => {
      await rig.db.database.tenant(job, async (tx) => {
        const mine = await tx.sql`delete from outbox where id = ${job.outboxId} returning id`;
        await sleep(2);
        if (mine.length === 0) return;
        tx.audit('test-attack.sent', { kind: 'thing', id: String(job.payload.n) });
        tx.announce(thingChanged, { n: job.payload.n });
      });
    }, relay);
    for (let cuts = 0; cuts < 5; cuts += 1) {
      await sleep(60);
      await rig.db.adminSql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = ${rig.db.name} and usename in ('vedette_app', 'vedette_relay')`;
    }
    await until(async () => (await rig.outbox()) === 0, 'an empty outbox', 25_000);
    const done = await rig.db.adminSql<{ n: number }>`select target_id::int as n from audit_entries order by 1`;
    expect(done.map((row) => row.n)).toEqual(Array.from({ length: count }, (_, n) => n));
    const told = await rig.db.adminSql<{ n: number; seq: number }>`select (ids->>'n')::int as n, seq::int as seq from topic_log order by seq`;
    expect(told.map((row) => row.seq)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
    expect(new Set(told.map((row) => row.n)).size).toBe(count);
    expect(await rig.db.adminSql`select reason from dead_letters`).toEqual([]);
  });
});
