import 'reflect-metadata';
import { openCache } from '@vedette/cache';
import type { Cache } from '@vedette/cache';
import { Database, DirectoryDoor } from '@vedette/database';
import { Segments } from '@vedette/detection';
import { dateFrom, newId, systemClock } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';
import { fakeClock, openTestDatabase, testRedisUrl, twoTenants } from '@vedette/testing';
import type { FakeClock, TestDatabase } from '@vedette/testing';
import { breakable } from '../fixtures/breakable';
import { ownEventsOf } from '../fixtures/own-events-of';
import { OwnEvents } from './own-events';
import type { OwnEventsDeps } from './own-events';

let db: TestDatabase;
let cache: Cache;
let clock: FakeClock;
let acme: TenantId;
let globex: TenantId;

beforeAll(async () => {
  db = await openTestDatabase();
  cache = openCache({ url: testRedisUrl() });
  clock = fakeClock(systemClock.now());
});
afterAll(async () => {
  await cache?.close();
  await db?.close();
});
beforeEach(async () => {
  const tenants = await twoTenants(db);
  [acme, globex] = [tenants.acme.tenantId, tenants.globex.tenantId];
});

const own = (more: Partial<OwnEventsDeps> = {}) => new OwnEvents({ directory: db.directory, segments: new Segments({ database: db.database }), cache, clock, ...more });
const actions = async (tenantId: TenantId) => (await ownEventsOf(db, tenantId)).map(({ event }) => event.action);

async function account(email: string, ...tenants: TenantId[]): Promise<Uuid> {
  const id = newId();
  await db.adminSql`insert into accounts (id, email, email_key, password_hash) values (${id}, ${email}, ${email}, 'x')`;
  for (const tenant of tenants) await db.adminSql`insert into members (tenant_id, id, account_id, role) values (${tenant}, ${newId()}, ${id}, 'analyst')`;
  return id;
}

describe('what happens to an account', () => {
  it('is told in each tenant that it belongs to, in words of ECS, and in no other', async () => {
    const ada = await account(`ada-${newId()}@acme.example`, acme);
    const both = await account(`both-${newId()}@acme.example`, acme, globex);
    const events = own();
    events.watch({ kind: 'sign-in.failed', accountId: ada, address: '192.0.2.7', userAgent: 'Firefox', reason: 'auth.invalid_credentials' });
    events.watch({ kind: 'second-factor.removed', accountId: both });
    await events.settle();
    const told = await ownEventsOf(db, acme);
    expect(told).toMatchObject([
      {
        '@timestamp': clock.date().toISOString(),
        event: { dataset: 'vedette.identity', action: 'sign-in.failed', outcome: 'failure', category: ['authentication'], reason: 'auth.invalid_credentials' },
        user: { id: ada, email: expect.stringMatching(/^ada-/) },
        source: { ip: '192.0.2.7' },
        user_agent: { original: 'Firefox' },
      },
      { event: { action: 'second-factor.removed', outcome: 'success', category: ['iam'] }, user: { id: both } },
    ]);
    expect(await actions(globex)).toEqual(['second-factor.removed']);
  });

  it('is told by the address that was typed, however it was spelt, and to nobody where nobody has it', async () => {
    const email = `typed-${newId()}@acme.example`;
    await account(email, acme);
    const events = own();
    events.watch({ kind: 'sign-in.failed', email: ` ${email.toUpperCase()}` });
    events.watch({ kind: 'sign-in.failed', email: `nobody-${newId()}@acme.example` });
    events.watch({ kind: 'sign-in.failed', email: 'no address' });
    await events.settle();
    expect((await ownEventsOf(db, acme)).map(({ user }) => user?.email)).toEqual([email]);
    expect(await actions(globex)).toEqual([]);
  });

  it('is told in twenty tenants at most, and only in those that are at work', async () => {
    const many: TenantId[] = [];
    for (let pair = 0; pair < 12; pair++) many.push(...Object.values(await twoTenants(db)).map(({ tenantId }) => tenantId));
    const [suspended = acme] = many;
    await db.adminSql`update tenants set state = 'suspended' where id = ${suspended}`;
    const everywhere = await account(`many-${newId()}@acme.example`, ...many);
    const events = own();
    events.watch({ kind: 'password.changed', accountId: everywhere });
    await events.settle();
    const counts = await Promise.all(many.map(async (tenantId) => (await actions(tenantId)).length));
    expect([counts[0], counts.filter((count) => count === 1).length]).toEqual([0, 20]);
  });

  it('of a key is told in its own tenant alone, whoever answers for it', async () => {
    const both = await account(`key-${newId()}@acme.example`, acme, globex);
    const events = own();
    events.watch({ kind: 'key.leaked', tenantId: globex, accountId: both, apiKeyId: newId(), reason: 'github' });
    await events.settle();
    expect([await actions(acme), await actions(globex)]).toEqual([[], ['key.leaked']]);
  });
});

describe('an audit row', () => {
  it('about who may do what becomes an event once it is committed, with by whom and about whom; others do not', async () => {
    const [ada, bob, stranger] = [await account(`a-${newId()}@acme.example`, acme), await account(`b-${newId()}@acme.example`, acme), await account(`s-${newId()}@support.example`)];
    const events = own();
    const stop = db.database.onAudited(events.audited);
    const act = (principal: string, fail = false) =>
      db.database.tenant({ tenantId: acme, principal }, async (tx) => {
        tx.audit('member.role_changed', { kind: 'account', id: bob }, { from: 'Viewer', to: 'Admin' });
        tx.audit('alert.closed', { kind: 'alert', id: newId() });
        tx.audit('session.opened', { kind: 'session', id: newId() });
        if (fail) throw new Error('it did not come to that');
      });
    await act(`account:${ada}`);
    await act(`support:${stranger}`);
    await expect(act(`account:${ada}`, true)).rejects.toThrow('it did not');
    stop();
    await events.settle();
    const told = await ownEventsOf(db, acme);
    const rows = await db.adminSql<{ id: string }>`select id from audit_entries where tenant_id = ${acme} and action = 'member.role_changed' order by at, id`;
    expect(told).toMatchObject([
      {
        event: { id: rows[0]?.id, action: 'member.role_changed', category: ['iam'] },
        user: { id: ada, email: expect.stringMatching(/^a-/), target: { id: bob, email: expect.stringMatching(/^b-/) } },
        vedette: { principal: `account:${ada}`, facts: { from: 'Viewer', to: 'Admin' } },
      },
      { event: { action: 'member.role_changed' }, user: { id: stranger }, vedette: { principal: `support:${stranger}` } },
    ]);
    expect(told[1]?.user?.email).toBeUndefined();
    expect(await actions(globex)).toEqual([]);
  });
});

describe('a flood', () => {
  it('of one tenant is kept to its minute, told as one event when that is over, and leaves the other tenant alone', async () => {
    const [ada, eve] = [await account(`flood-${newId()}@acme.example`, acme), await account(`calm-${newId()}@globex.example`, globex)];
    const events = own({ perMinute: 60 });
    for (let n = 0; n < 500; n++) events.watch({ kind: 'sign-in.failed', accountId: ada });
    events.watch({ kind: 'sign-in.failed', accountId: eve });
    await events.settle();
    expect([(await actions(acme)).length, (await actions(globex)).length]).toEqual([60, 1]);
    clock.advance(60_000);
    await events.settle();
    expect((await ownEventsOf(db, acme)).at(-1)).toMatchObject({ event: { action: 'own-events.left-out' }, vedette: { count: 440 } });
    await events.settle();
    expect((await actions(acme)).length).toBe(61);
  });

  it('takes a fifth of the room at most, so that the others still have theirs', async () => {
    const [ada, eve] = [await account(`room-${newId()}@acme.example`, acme), await account(`rest-${newId()}@globex.example`, globex)];
    const events = own({ room: 100 });
    for (let n = 0; n < 5_000; n++) events.watch({ kind: 'sign-in.failed', accountId: ada });
    for (let n = 0; n < 10; n++) events.watch({ kind: 'sign-in.failed', accountId: eve });
    await events.settle();
    expect([(await actions(acme)).length, (await actions(globex)).length]).toEqual([20, 10]);
  });
});

describe('while the database is away', () => {
  it('whoever tells is not held up, and what they told is stored once, in order, when it is back', async () => {
    const ada = await account(`away-${newId()}@acme.example`, acme);
    const [appWay, directoryWay] = [await breakable(db.urls.app), await breakable(db.urls.directory)];
    const database = await Database.open({ url: appWay.url, contextKey: db.contextKey, poolSize: 2 });
    const directory = await DirectoryDoor.open({ url: directoryWay.url, poolSize: 2 });
    const events = own({ directory, segments: new Segments({ database }) });
    for (const way of [appWay, directoryWay]) {
      way.cut();
      const began = systemClock.now();
      for (let n = 0; n < 50; n++) events.watch({ kind: 'sign-in.failed', accountId: ada, reason: `${way === appWay ? 'app' : 'directory'}-${n}` });
      expect(systemClock.now() - began).toBeLessThan(100);
      await events.settle();
      await events.settle();
      way.mend();
      await events.settle();
    }
    const reasons = (await ownEventsOf(db, acme)).map(({ event }) => event.reason);
    expect(reasons).toEqual(['app', 'directory'].flatMap((which) => Array.from({ length: 50 }, (_, n) => `${which}-${n}`)));
    await events.close();
    await Promise.all([database.close(), directory.close()]);
    appWay.close();
    directoryWay.close();
  }, 30_000);

  it('the end of the process waits for two seconds, not for the database', async () => {
    const way = await breakable(db.urls.directory);
    const directory = await DirectoryDoor.open({ url: way.url, poolSize: 1 });
    const events = own({ directory });
    way.stall();
    events.watch({ kind: 'sign-in.failed', accountId: newId() });
    const began = systemClock.now();
    await events.close();
    const took = systemClock.now() - began;
    expect([took > 1_900, took < 4_000]).toEqual([true, true]);
    way.close();
    await directory.close();
  }, 15_000);
});

it('the times of events are when they were told of, not when they were stored', async () => {
  const ada = await account(`time-${newId()}@acme.example`, acme);
  const events = own();
  const at = clock.now();
  events.watch({ kind: 'password.reset', accountId: ada });
  clock.advance(5_000);
  await events.settle();
  expect((await ownEventsOf(db, acme)).map((told) => told['@timestamp'])).toEqual([dateFrom(at).toISOString()]);
});
