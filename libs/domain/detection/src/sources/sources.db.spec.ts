import type { Actor } from '@vedette/identity';
import { systemClock } from '@vedette/kernel';
import { fakeClock, openTestDatabase, twoTenants, type FakeClock, type TestDatabase } from '@vedette/testing';
import { actorOf } from '../fixtures/actor-of';
import { Segments } from '../ingest/segments';
import { splitFrames } from '../ingest/split-frames';
import { Sources } from './sources';

let db: TestDatabase;
let acme: Actor;
let globex: Actor;
let clock: FakeClock;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
  clock = fakeClock(systemClock.now());
});

const send = (text: string, source: string) =>
  new Segments({ database: db.database, clock }).ingest(acme, { source, ...splitFrames(Buffer.from(text), 'application/x-ndjson') });

describe('the sources of a tenant', () => {
  it('show the last minutes one by one and why lines were refused', async () => {
    await send('{}\n{}\nbad', 'web');
    clock.advance(2 * 60_000);
    await send('{}\n[]\nbad', 'web');
    await send('{}', 'dns');
    const sources = await new Sources({ database: db.database, clock }).list(acme, 5);
    expect(sources.map(({ name }) => name)).toEqual(['dns', 'web']);
    const web = sources[1];
    expect(web).toMatchObject({ accepted: 3, rejected: 3, kind: null, lastEventAt: null });
    expect(web?.lastReceivedAt?.getTime()).toBe(clock.now());
    expect(web?.minutes.map(({ accepted, rejected }) => [accepted, rejected])).toEqual([[0, 0], [0, 0], [2, 1], [0, 0], [1, 2]]);
    expect(web?.minutes.at(-1)?.minute.getTime()).toBe(clock.now() - (clock.now() % 60_000));
    expect(web?.rejects.map(({ code, count, line }) => [code, count, line])).toEqual([['event.malformed', 2, 3], ['event.not_object', 1, 2]]);
  });

  it('are empty before the first event and refuse odd spans and strangers', async () => {
    const sources = new Sources({ database: db.database, clock });
    expect(await sources.list(acme)).toEqual([]);
    await expect(sources.list(acme, 0)).rejects.toMatchObject({ code: 'minutes.invalid' });
    await expect(sources.list(acme, 121)).rejects.toMatchObject({ code: 'minutes.invalid' });
    await expect(sources.list(actorOf(acme, ['alert:read']))).rejects.toMatchObject({ code: 'auth.forbidden' });
  });

  it('are nobody else\'s', async () => {
    await send('{}\nbad', 'web');
    expect(await new Sources({ database: db.database, clock }).list(globex)).toEqual([]);
    const changed = await db.database.tenant(globex, (tx) => tx.sql`update sources set accepted = 0 returning name`);
    expect(changed).toEqual([]);
  });
});
