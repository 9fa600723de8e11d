import 'reflect-metadata';
import { newId } from '@vedette/kernel';
import { parseTenantId } from '@vedette/kernel';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { openAlert } from '../fixtures/alert-rows';
import { Browser, codesOf, mailedToken, newKey, newOwner } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;
let owner: Browser;
let globex: Browser;

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
  owner = await newOwner(gateway.origin, 'owner@acme.example');
  globex = await newOwner(gateway.origin, 'owner@globex.example');
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

interface Seen {
  firstSteps: { dismissed: boolean; steps: { id: string; done: boolean; at: string | null }[] };
}
const see = async (browser: Browser) => (await browser.ask<Seen>('{ firstSteps { dismissed steps { id done at } } }')).firstSteps;
const done = async (browser: Browser) => (await see(browser)).steps.filter(({ done, at }) => done && at !== null).map(({ id }) => id);
const acme = async () => {
  const [row] = await db.adminSql<{ id: string }>`select id from tenants where name = 'acme'`;
  return { tenantId: parseTenantId(row?.id), principal: 'system:test' };
};

describe('the first steps', () => {
  it('are all to be done at first: what the product tells of itself, and a test attack, are no events of their own', async () => {
    const { steps, dismissed } = await see(owner);
    expect([steps.map(({ id }) => id), dismissed]).toEqual([['key-created', 'event-received', 'alert-opened', 'teammate-invited', 'factor-added'], false]);
    await owner.ask('mutation { sendTestAttack { events } }');
    // Its audit row, and that of the new organisation, are told; both sources are there now.
    for (let tries = 0; (await owner.ask<{ sources: unknown[] }>('{ sources { name } }')).sources.length < 2 && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await owner.ask<{ sources: { name: string }[] }>('{ sources { name } }')).sources.map(({ name }) => name)).toEqual(['test-attack', 'vedette']);
    expect(await done(owner)).toEqual([]);
  });

  it('are ticked by what is there, each for its own organisation', async () => {
    const { secret } = await newKey(owner, ['event:write']);
    expect(await done(owner)).toEqual(['key-created']);
    await fetch(`${gateway.origin}/v1/events`, { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' }, body: '{"a":1}' });
    expect(await done(owner)).toEqual(['key-created', 'event-received']);
    await openAlert(db.database, await acme(), 'ws-1');
    await owner.ask('mutation { invite(input: { email: "ada@acme.example", role: "viewer" }) { userErrors { code } } }');
    expect(await done(owner)).toEqual(['key-created', 'event-received', 'alert-opened', 'teammate-invited']);
    expect(await done(globex)).toEqual([]);
  });

  it('count the second factor of whoever asks', async () => {
    const [account] = await db.adminSql<{ id: string }>`select id from accounts where email_key = 'owner@acme.example'`;
    await db.adminSql`insert into account_totps (account_id, secret, pepper_id, created_at, confirmed_at) values (${account?.id ?? newId()}, decode('00', 'hex'), 'p', now(), now())`;
    expect(await done(owner)).toContain('factor-added');
    const ada = new Browser(gateway.origin);
    await ada.ask('mutation($token: String!) { acceptInvitation(input: { token: $token, password: "plum gravel lantern 88" }) { userErrors { code } } }', {
      token: await mailedToken(gateway.origin, 'ada@acme.example'),
    });
    expect(await done(ada)).toEqual(['key-created', 'event-received', 'alert-opened', 'teammate-invited']);
    expect(codesOf(await ada.post({ query: 'mutation { dismissFirstSteps { done } }' }))).toEqual(['auth.forbidden']);
  });

  it('are put away and shown again, for this organisation alone', async () => {
    expect(await owner.ask('mutation { dismissFirstSteps { done userErrors { code } } }')).toEqual({ dismissFirstSteps: { done: true, userErrors: [] } });
    expect([(await see(owner)).dismissed, (await see(globex)).dismissed]).toEqual([true, false]);
    await owner.ask('mutation { showFirstSteps { done } }');
    expect((await see(owner)).dismissed).toBe(false);
  });

  it('are nobody else\'s to see', async () => {
    expect(codesOf(await new Browser(gateway.origin).post({ query: '{ firstSteps { dismissed } }' }))).toEqual(['auth.unauthenticated']);
  });
});

describe('the source of our own events', () => {
  it('takes no post of anybody and is not muted', async () => {
    const { secret } = await newKey(owner, ['event:write']);
    const answer = await fetch(`${gateway.origin}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson', 'vedette-source': 'vedette' },
      body: '{"event":{"dataset":"vedette.identity","action":"sign-in.succeeded"}}',
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'source.reserved']);
    expect(await owner.ask('mutation { muteSource(input: { name: "vedette", muted: true }) { name userErrors { code } } }')).toEqual({
      muteSource: { name: null, userErrors: [{ code: 'source.reserved' }] },
    });
  });
});
