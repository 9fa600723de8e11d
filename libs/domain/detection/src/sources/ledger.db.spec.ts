import type { Actor } from '@vedette/identity';
import { systemClock, type Uuid } from '@vedette/kernel';
import { openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { Evaluation } from '../evaluation/evaluation';
import { actorOf } from '../fixtures/actor-of';
import { plansOf } from '../fixtures/plans';
import { mshtaRule, processCreation } from '../fixtures/windows-events';
import { Segments } from '../ingest/segments';
import { splitFrames } from '../ingest/split-frames';
import { Ledger } from './ledger';
import { Sources } from './sources';

let db: TestDatabase;
let acme: Actor;
let globex: Actor;
let ledger: Ledger;
const today = systemClock.date().toISOString().slice(0, 10);

beforeAll(async () => {
  db = await openTestDatabase();
  ledger = new Ledger({ database: db.database });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
});

const send = (body: string, source = 'web') =>
  new Segments({ database: db.database }).ingest(acme, { source, ...splitFrames(Buffer.from(body), 'application/x-ndjson') });
async function evaluateAll(most = Infinity): Promise<void> {
  const evaluation = new Evaluation({ database: db.database, plans: plansOf(db.database, [mshtaRule]) });
  const jobs = await db.database.tenant(acme, (tx) => tx.sql<{ id: Uuid; payload: { segmentId: string; day: string } }>`select id, payload from outbox where name = 'detection.evaluate-segment' order by id`);
  for (const { id, payload } of jobs.slice(0, most)) await evaluation.evaluateSegment({ tenantId: acme.tenantId, principal: 'job:spec', outboxId: id, payload });
}

describe('the ledger', () => {
  it('accounts for every event at every moment', async () => {
    const now = systemClock.now();
    await send([JSON.stringify(processCreation(now)), '{"hello":"world"}', 'bad', '[]'].join('\n'));
    await send(JSON.stringify(processCreation(now)), 'sysmon');
    const line = { source: 'web', received: 4, refused: 2, dropped: 0, evaluated: 0, failed: 0, waiting: 2 };
    expect(await ledger.between(acme, today, today)).toMatchObject([{ source: 'sysmon', received: 1, waiting: 1 }, line]);
    await evaluateAll(1);
    const half = await ledger.between(acme, today, today);
    for (const each of half) expect(each.received).toBe(each.refused + each.dropped + each.evaluated + each.failed + each.waiting);
    expect(half.reduce((sum, each) => sum + each.waiting, 0)).toBeGreaterThan(0);
    await evaluateAll();
    await new Sources({ database: db.database }).mute(acme, 'web', true);
    await send('{"a":1}\n{"a":2}');
    expect(await ledger.between(acme, today, today)).toMatchObject([
      { source: 'sysmon', received: 1, evaluated: 1, waiting: 0, quality: { unparsed: 0 } },
      { source: 'web', received: 6, refused: 2, dropped: 2, evaluated: 2, waiting: 0, quality: { unparsed: 1, untimed: 1 } },
    ]);
  });

  it('refuses days that are none and spans that are too long', async () => {
    for (const [from, to] of [['soon', today], [today, '2026-13-01'], [today, '2020-01-01'], ['2020-01-01', today]] as const) {
      await expect(ledger.between(acme, from, to)).rejects.toMatchObject({ code: 'days.invalid' });
    }
    await expect(ledger.between(actorOf(acme, ['alert:read']), today, today)).rejects.toMatchObject({ code: 'auth.forbidden' });
  });

  it("is nobody else's", async () => {
    await send('{"a":1}');
    expect(await ledger.between(globex, today, today)).toEqual([]);
    await expect(new Sources({ database: db.database }).mute(globex, 'web', true)).rejects.toMatchObject({ code: 'source.not_found' });
    expect(await db.database.tenant(globex, (tx) => tx.sql`update ingest_days set received = 0 returning source`)).toEqual([]);
  });
});
