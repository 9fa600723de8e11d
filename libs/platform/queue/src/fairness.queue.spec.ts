import { setTimeout as sleep } from 'node:timers/promises';
import { openRig, until } from './testing/rig';
import type { Rig } from './testing/rig';

describe('fairness', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(() => rig.close());

  it('lets a tenant with 5,000 waiting jobs delay another tenant by little', async () => {
    let ofAcme = 0;
    let ofGlobex = 0;
    const relay = rig.relay();
    await rig.enqueue(rig.acme, ...Array.from({ length: 5_000 }, (_, n) => n));
    await rig.work(async (job) => {
      await sleep(2);
      if (job.tenantId === rig.acme.tenantId) ofAcme += 1;
      else ofGlobex += 1;
    }, relay);
    await until(() => ofAcme > 200, 'work on the crowd');
    const before = ofAcme;
    const started = performance.now();
    await rig.enqueue(rig.globex, 1);
    await until(() => ofGlobex === 1, 'the other tenant');
    const waited = performance.now() - started;
    // At most the 64 in Redis and one more round of them run before it: far from the thousands that came earlier.
    expect(ofAcme - before).toBeLessThan(200);
    expect(waited).toBeLessThan(2_000);
    const [held] = await rig.db.adminSql<{ most: number }>`select count(*)::int as most from outbox where sent_at is not null`;
    expect(held?.most).toBeLessThanOrEqual(64);
  });

  it('sends a tenant at most its share, however many relays there are', async () => {
    const crowd = await openRig();
    for (let relays = 0; relays < 3; relays += 1) crowd.relay({ perTenant: 10 });
    await Promise.all([crowd.enqueue(crowd.acme, ...Array.from({ length: 200 }, (_, n) => n)), crowd.enqueue(crowd.globex, 1, 2)]);
    await sleep(500);
    const held = await crowd.db.adminSql<{ tenant_id: string; sent: number }>`
      select tenant_id, count(*)::int as sent from outbox where sent_at is not null group by tenant_id`;
    expect(Object.fromEntries(held.map((row) => [row.tenant_id, row.sent]))).toEqual({
      [crowd.acme.tenantId]: 10,
      [crowd.globex.tenantId]: 2,
    });
    await crowd.close();
  });

  it('works on the first job of one tenant before what another has in Redis already', async () => {
    const line = await openRig();
    const order: string[] = [];
    const relay = line.relay();
    await line.enqueue(line.acme, ...Array.from({ length: 30 }, (_, n) => n));
    await until(async () => (await line.db.adminSql`select 1 from outbox where sent_at is null`).length === 0, 'the first to be in Redis');
    await line.enqueue(line.globex, 1);
    await until(async () => (await line.db.adminSql`select 1 from outbox where sent_at is null`).length === 0, 'the other too');
    await line.work(async (job) => void order.push(job.tenantId), relay);
    await until(() => order.length === 31, 'all of them');
    expect(order.indexOf(line.globex.tenantId)).toBeLessThan(10);
    await line.close();
  });
});
