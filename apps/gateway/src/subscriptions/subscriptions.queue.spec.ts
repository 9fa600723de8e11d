import 'reflect-metadata';
import type { TenantScope } from '@vedette/database';
import { parseTenantId } from '@vedette/kernel';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import WebSocket from 'ws';
import { openAlert, touchAlert } from '../fixtures/alert-rows';
import { newKey, newOwner } from '../fixtures/browser';
import type { Browser } from '../fixtures/browser';
import { alertChanges, listen, until } from '../fixtures/listener';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let first: RunningGateway;
let second: RunningGateway;
let owner: Browser;
let acme: TenantScope;
let key: string;

async function tenantOf(name: string): Promise<TenantScope> {
  const [row] = await db.adminSql<{ id: string }>`select id from tenants where name = ${name}`;
  return { tenantId: parseTenantId(row?.id), principal: 'system:test' };
}

beforeAll(async () => {
  db = await openTestDatabase();
  const place = { ...db, redisUrl: testRedisUrl() };
  first = await runGateway(place);
  second = await runGateway(place);
  owner = await newOwner(first.origin, 'owner@acme.example');
  acme = await tenantOf('acme');
  key = (await newKey(owner, ['alert:read'])).secret;
}, 60_000);

afterAll(async () => {
  await first?.close();
  await second?.close();
  await db?.close();
}, 30_000);

const entities = (listener: { seen: readonly { alert: { entity: { value: string } } }[] }) => listener.seen.map(({ alert }) => alert.entity.value);

describe('a subscriber', () => {
  it('hears a change within moments, by key and by cookie, on either gateway, once each', async () => {
    const listeners = await Promise.all([
      listen(first.origin, { key }),
      listen(second.origin, { key }),
      listen(first.origin, { cookie: owner.cookie ?? '' }),
    ]);
    const id = await openAlert(db.database, acme, 'srv-1');
    await touchAlert(db.database, acme, id);
    await until('two messages each', () => listeners.every(({ seen }) => seen.length >= 2));
    for (const { seen, problems } of listeners) {
      expect(seen.map(({ alert }) => alert.entity.value)).toEqual(['srv-1', 'srv-1']);
      expect(seen[0]?.cursor).not.toBe(seen[1]?.cursor);
      expect(problems).toEqual([]);
    }
    listeners.forEach(({ stop }) => stop());
  });

  it('loses and repeats nothing when its gateway is gone and it resumes on another', async () => {
    const third = await runGateway({ ...db, redisUrl: testRedisUrl() });
    const before = await listen(third.origin, { key });
    for (let index = 0; index < 10; index++) await openAlert(db.database, acme, `resume-${index}`);
    await until('ten', () => before.seen.length === 10);
    await third.close();
    expect(await before.closed).toBe(1001);
    for (let index = 10; index < 20; index++) await openAlert(db.database, acme, `resume-${index}`);
    const writing = (async () => {
      for (let index = 20; index < 40; index++) await openAlert(db.database, acme, `resume-${index}`);
    })();
    const after = await listen(second.origin, { key, after: before.seen.at(-1)?.cursor });
    await writing;
    await until('thirty', () => after.seen.length >= 30);
    expect([...entities(before), ...entities(after)]).toEqual(Array.from({ length: 40 }, (_, index) => `resume-${index}`));
    after.stop();
  }, 30_000);

  it('resumes from the live cursor of a page', async () => {
    const page = await owner.ask<{ alerts: { pageInfo: { liveCursor: string } } }>('{ alerts(first: 1) { pageInfo { liveCursor } } }');
    await openAlert(db.database, acme, 'after-the-page');
    const listener = await listen(first.origin, { key, after: page.alerts.pageInfo.liveCursor });
    await until('the one after', () => listener.seen.length > 0);
    expect(entities(listener)).toEqual(['after-the-page']);
    listener.stop();
  });

  it('of another tenant hears nothing of it, and its cursors are not cursors there', async () => {
    const globexOwner = await newOwner(first.origin, 'owner@globex.example');
    const globexKey = (await newKey(globexOwner, ['alert:read'])).secret;
    const globex = await listen(first.origin, { key: globexKey });
    const acmes = await listen(first.origin, { key });
    await openAlert(db.database, acme, 'ours');
    await until('acme hears', () => acmes.seen.length === 1);
    const foreign = await listen(first.origin, { key: globexKey, after: acmes.seen[0]?.cursor });
    await until('a refusal', () => foreign.problems.length > 0);
    expect(foreign.problems).toEqual([expect.objectContaining({ extensions: { code: 'cursor.malformed' } })]);
    await openAlert(db.database, await tenantOf('globex'), 'theirs');
    await until('globex hears its own', () => globex.seen.length > 0);
    expect(entities(globex)).toEqual(['theirs']);
    [globex, acmes, foreign].forEach(({ stop }) => stop());
  });

  it('with a cursor that the log has forgotten is told so', async () => {
    const page = await owner.ask<{ alerts: { pageInfo: { liveCursor: string } } }>('{ alerts(first: 1) { pageInfo { liveCursor } } }');
    await openAlert(db.database, acme, 'to be forgotten');
    const witness = await listen(first.origin, { key });
    await openAlert(db.database, acme, 'remembered');
    await until('witness', () => witness.seen.length > 0);
    await db.adminSql`update topic_heads set floor = seq where tenant_id = ${acme.tenantId}`;
    const late = await listen(first.origin, { key, after: page.alerts.pageInfo.liveCursor });
    await until('a refusal', () => late.problems.length > 0);
    expect(late.problems).toEqual([expect.objectContaining({ extensions: { code: 'cursor.expired' } })]);
    [witness, late].forEach(({ stop }) => stop());
  });

  it.each([
    ['a query', '{ alerts(first: 1) { edges { cursor } } }', 'query.subscription_only'],
    ['two fields', 'subscription { alertChanged { cursor } more: alertChanged { cursor } }', 'query.invalid'],
    ['nonsense', 'subscription {', 'query.invalid'],
    ['an unknown field', 'subscription { alertGone { cursor } }', 'query.invalid'],
    ['too many aliases', `subscription { alertChanged { ${Array.from({ length: 20 }, (_, index) => `a${index}: cursor`).join(' ')} } }`, 'query.too_many_aliases'],
  ])('is refused %s', async (_name, query, code) => {
    const listener = await listen(first.origin, { key, query });
    await until('a refusal', () => listener.problems.length > 0);
    expect(listener.problems).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code }) })]);
    listener.stop();
  });
});

describe('access that ends', () => {
  it('closes a key’s socket with 4403 within a second, on every gateway', async () => {
    const made = await newKey(owner, ['alert:read']);
    const sockets = await Promise.all([listen(first.origin, { key: made.secret }), listen(second.origin, { key: made.secret })]);
    const began = performance.now();
    await owner.ask('mutation($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { revokedAt } userErrors { code } } }', { id: made.id });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect(performance.now() - began).toBeLessThan(1_500);
    const again = await listen(first.origin, { key: made.secret });
    expect(await again.closed).toBe(4401);
  });

  it('closes a session’s socket when its owner signs out', async () => {
    const browser = await newOwner(first.origin, 'leaver@initech.example');
    const socket = await listen(second.origin, { cookie: browser.cookie ?? '' }).catch(() => null);
    const own = await listen(first.origin, { cookie: browser.cookie ?? '' });
    await browser.ask('mutation { logOut { ok } }');
    expect(await own.closed).toBe(4403);
    socket?.stop();
  });

  it('closes a key that merely lacks the permission no socket, but tells it nothing', async () => {
    const sender = await newKey(owner, ['event:write']);
    const listener = await listen(first.origin, { key: sender.secret });
    await until('a refusal', () => listener.problems.length > 0);
    expect(listener.problems).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'auth.forbidden' }) })]);
    listener.stop();
  });
});

describe('a socket', () => {
  const open = (headers: Record<string, string> = {}, protocol = 'graphql-transport-ws') =>
    new WebSocket(`${first.origin.replace('http', 'ws')}/graphql`, protocol, { headers });
  const codeOf = (socket: WebSocket) => new Promise<number>((resolve) => socket.on('close', resolve).on('error', () => undefined));

  it('of a foreign page is refused at the upgrade, whatever cookie it brings', async () => {
    const socket = open({ origin: 'https://globex.example', cookie: owner.cookie ?? '' });
    const status = await new Promise((resolve) => socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)));
    expect(status).toBe(403);
  });

  it('that brings a cookie without an Origin is nobody', async () => {
    const socket = open({ cookie: owner.cookie ?? '' });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    expect(await codeOf(socket)).toBe(4401);
  });

  it('that says nothing for three seconds is closed with 4408', async () => {
    expect(await codeOf(open())).toBe(4408);
  });

  it('that subscribes before it has said who it is, is closed with 4401', async () => {
    const socket = open();
    socket.on('open', () => socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: alertChanges } })));
    expect(await codeOf(socket)).toBe(4401);
  });

  it('that uses one operation id twice is closed with 4409', async () => {
    const socket = open();
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } })));
    socket.once('message', () => {
      for (let time = 0; time < 2; time++) socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: alertChanges } }));
    });
    expect(await codeOf(socket)).toBe(4409);
  });

  it('that sends more than 64 KB at once is closed with 1009', async () => {
    const socket = open();
    socket.on('open', () => socket.send('x'.repeat(65 * 1024)));
    expect(await codeOf(socket)).toBe(1009);
  });

  it('that sends what is no message is closed with 4400', async () => {
    const socket = open();
    socket.on('open', () => socket.send('{"type":"drop_table"}'));
    expect(await codeOf(socket)).toBe(4400);
  });

  it('carries 100 subscriptions and refuses the next', async () => {
    const socket = open();
    const errors: { id: string }[] = [];
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } })));
    socket.on('message', (text) => {
      const message = JSON.parse(String(text)) as { type: string; id: string };
      if (message.type === 'connection_ack') {
        for (let id = 0; id < 101; id++) socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: alertChanges } }));
      }
      if (message.type === 'error') errors.push(message);
    });
    await until('the refusal', () => errors.length > 0);
    expect(errors).toEqual([expect.objectContaining({ id: '100' })]);
    socket.close();
  });

  it('is one of at most 20 of its key; the next is closed with 4429', async () => {
    const made = await newKey(owner, ['alert:read']);
    const listeners = await Promise.all(Array.from({ length: 20 }, () => listen(first.origin, { key: made.secret })));
    const next = await listen(first.origin, { key: made.secret });
    expect(await next.closed).toBe(4429);
    listeners.forEach(({ stop }) => stop());
  });
});
