import 'reflect-metadata';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { Browser, codesOf, newOwner } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;
let owner: Browser;

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
  owner = await newOwner(gateway.origin, 'owner@acme.example');
}, 60_000);

afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

const viewer = '{ viewer { email principal permissions tenant { name } } }';

describe('a person', () => {
  it('signs up, follows the mailed link and is the owner of a new organisation', async () => {
    const seen = await owner.ask<{ viewer: { email: string; permissions: string[] } }>(viewer);
    expect(seen.viewer).toMatchObject({ email: 'owner@acme.example', tenant: { name: 'acme' } });
    expect(seen.viewer.permissions).toContain('alert:write');
  });

  it('signs in with a new cookie and out again, and the old cookie is nobody', async () => {
    const browser = new Browser(gateway.origin);
    const logIn = 'mutation($input: LogInInput!) { logIn(input: $input) { viewer { email } userErrors { code field } } }';
    const wrong = await browser.post({ query: logIn, variables: { input: { email: 'owner@acme.example', password: 'plum gravel lantern 89' } } });
    expect(wrong.data).toEqual({ logIn: { viewer: null, userErrors: [{ code: 'auth.invalid_credentials', field: null }] } });
    expect(browser.cookie).toBeNull();
    const right = await browser.post({ query: logIn, variables: { input: { email: 'owner@acme.example', password: 'plum gravel lantern 88' } } });
    const [session, device, ...more] = right.headers.getSetCookie();
    expect(session).toMatch(/^vedette=[\w-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/);
    expect(device).toMatch(/^vedette-device=[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/);
    expect(more).toEqual([]);
    const { cookie } = browser;
    expect(await browser.ask('mutation { logOut { ok } }')).toEqual({ logOut: { ok: true } });
    browser.cookie = cookie;
    expect(await browser.ask(viewer)).toEqual({ viewer: null });
  });

  it('signs in anew, and whatever session the browser held before is over', async () => {
    const browser = new Browser(gateway.origin);
    const logIn = () => browser.ask('mutation($input: LogInInput!) { logIn(input: $input) { viewer { email } } }', { input: { email: 'owner@acme.example', password: 'plum gravel lantern 88' } });
    await logIn();
    const first = new Browser(gateway.origin);
    first.cookie = browser.cookie;
    await logIn();
    expect(first.cookie).not.toBe(browser.cookie);
    expect(await first.ask(viewer)).toEqual({ viewer: null });
    expect(await browser.ask(viewer)).toMatchObject({ viewer: { email: 'owner@acme.example' } });
  });

  it('is told nothing by sign-up about whether an address is known', async () => {
    const browser = new Browser(gateway.origin);
    const signUp = (email: string) =>
      browser.ask('mutation($input: SignUpInput!) { signUp(input: $input) { accepted userErrors { code } } }', {
        input: { email, password: 'another long passphrase 12', organisation: 'acme' },
      });
    expect(await signUp('owner@acme.example')).toEqual(await signUp('nobody@acme.example'));
  });

  it('reads which field is to blame, as data', async () => {
    const browser = new Browser(gateway.origin);
    const answer = await browser.post({
      query: 'mutation { signUp(input: { email: "x@acme.example", password: "short", organisation: "acme" }) { accepted userErrors { code field } } }',
    });
    expect(answer.data).toEqual({ signUp: { accepted: false, userErrors: [{ code: 'password.too_short', field: 'password' }] } });
  });

  it('who tries one address too often is asked to wait', async () => {
    const browser = new Browser(gateway.origin);
    const query = 'mutation { logIn(input: { email: "tried@acme.example", password: "not this one either" }) { userErrors { code } } }';
    const codes = new Set<string>();
    for (let attempt = 0; attempt < 36; attempt++) {
      const { data } = await browser.post({ query });
      codes.add(JSON.stringify(data));
    }
    expect([...codes].at(-1)).toContain('auth.too_many_attempts');
  });
});

describe('a request from elsewhere', () => {
  const asMutation = { query: 'mutation { logOut { ok } }' };

  it.each([
    ['a foreign Origin', { origin: 'https://globex.example' }, 'request.foreign_origin'],
    ['an opaque Origin', { origin: 'null' }, 'request.foreign_origin'],
    ['our host on another port', { origin: 'http://127.0.0.1:1' }, 'request.foreign_origin'],
    ['a cookie and nothing that says whence', { origin: undefined }, 'request.foreign_origin'],
    ['Sec-Fetch-Site cross-site', { origin: undefined, 'sec-fetch-site': 'cross-site' }, 'request.foreign_origin'],
    ['Sec-Fetch-Site same-site', { origin: undefined, 'sec-fetch-site': 'same-site' }, 'request.foreign_origin'],
    ['no client header', { 'vedette-client': undefined }, 'request.client_missing'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'request.unsupported_type'],
    ['text that is JSON', { 'content-type': 'text/plain' }, 'request.unsupported_type'],
  ])('with %s is refused although the cookie is right', async (_name, headers, code) => {
    expect(codesOf(await owner.post(asMutation, headers))).toEqual([code]);
    expect((await owner.ask<{ viewer: unknown }>(viewer)).viewer).not.toBeNull();
  });

  it('cannot sign a visitor in: log-in is checked alike', async () => {
    const visitor = new Browser(gateway.origin);
    const query = 'mutation { logIn(input: { email: "owner@acme.example", password: "plum gravel lantern 88" }) { viewer { email } } }';
    expect(codesOf(await visitor.post({ query }, { origin: 'https://globex.example' }))).toEqual(['request.foreign_origin']);
    expect(visitor.cookie).toBeNull();
  });

  it('by GET runs nothing', async () => {
    const answer = await fetch(`${gateway.origin}/graphql?query=${encodeURIComponent('mutation { logOut { ok } }')}`, { headers: { cookie: owner.cookie ?? '' } });
    expect(answer.status).toBe(405);
    expect((await owner.ask<{ viewer: unknown }>(viewer)).viewer).not.toBeNull();
  });

  it('with two session cookies is nobody', async () => {
    const { cookie } = owner;
    const answer = await owner.post({ query: viewer }, { cookie: `${cookie}; vedette=planted` });
    expect(answer.data).toEqual({ viewer: null });
  });

  it('with a JSON Web Token is refused, as bearer and as cookie', async () => {
    const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhY21lIn0.';
    const visitor = new Browser(gateway.origin);
    expect(codesOf(await visitor.post({ query: viewer }, { authorization: `Bearer ${jwt}` }))).toEqual(['auth.jwt_refused']);
    expect(codesOf(await visitor.post({ query: viewer }, { cookie: `vedette=${jwt}` }))).toEqual(['auth.jwt_refused']);
  });
});

describe('every door of the gateway', () => {
  it('declares who may open it, and only these are open to anyone', () => {
    const open = (list: readonly { access: string }[]) => list.filter(({ access }) => access === 'public');
    expect(open(gateway.resolvers).map((each) => ('field' in each ? each.field : '')).sort()).toEqual([
      'Mutation.acceptInvitation', 'Mutation.askFactorRecovery', 'Mutation.askPasswordReset', 'Mutation.askSignInLink', 'Mutation.beginPasskeySignIn',
      'Mutation.beginSecondFactorPasskey', 'Mutation.cancelFactorRecovery', 'Mutation.completeFactorRecovery', 'Mutation.logIn', 'Mutation.logOut',
      'Mutation.notMe', 'Mutation.passSecondFactor', 'Mutation.resetPassword', 'Mutation.signInWithLink', 'Mutation.signInWithPasskey', 'Mutation.signUp',
      'Mutation.verifyEmail', 'Query.invitation', 'Query.viewer',
    ]);
    const routes = gateway.routes.filter(({ method }) => method !== 'HEAD');
    expect(routes.filter(({ access }) => access === 'public').map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      'GET /*', 'GET /.well-known/oauth-authorization-server', 'GET /graphql', 'GET /livez', 'GET /mailbox', 'GET /readyz', 'GET /services/collector/health',
      'GET /services/collector/health/1.0', 'POST /graphql', 'POST /oauth/device_authorization', 'POST /oauth/revoke', 'POST /oauth/token', 'POST /v1/leaks',
    ]);
    const others = routes.filter(({ access }) => access !== 'public');
    expect(new Set(others.map(({ access }) => access))).toEqual(new Set(['event:write', 'rule:write']));
    expect(others.filter(({ access }) => access === 'rule:write').map(({ url }) => url)).toEqual(['/v1/rule-packs/:pack']);
    expect(others.map(({ url }) => url)).toEqual(expect.arrayContaining(['/v1/events', '/v1/uploads', '/services/collector', '/elastic/_bulk', '/v1/logs']));
  });

  it.each(gatewayQueries())('refuses %s to a stranger', async (query) => {
    const answer = await new Browser(gateway.origin).post({ query });
    expect(codesOf(answer)).toEqual(['auth.unauthenticated']);
    expect(JSON.stringify(answer)).not.toMatch(/\bat .*\.(ts|js):\d+/);
  });

  it('is ready, and says nothing that a page elsewhere could use', async () => {
    const ready = await fetch(`${gateway.origin}/readyz`, { headers: { origin: 'https://globex.example' } });
    expect([ready.status, await ready.json()]).toEqual([200, { ok: true, postgres: true, redis: true }]);
    expect(ready.headers.get('access-control-allow-origin')).toBeNull();
    expect(ready.headers.get('x-content-type-options')).toBe('nosniff');
    expect(ready.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('shows the mailbox to no page whose name was made to resolve here', async () => {
    const answer = await new Promise<number>((resolve, reject) => {
      const { request } = jest.requireActual<typeof import('node:http')>('node:http');
      request(`${gateway.origin}/mailbox`, { headers: { host: 'globex.example' } }, (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject).end();
    });
    expect(answer).toBe(404);
  });
});

function gatewayQueries(): string[] {
  return [
    '{ alerts(first: 1) { edges { cursor } } }',
    '{ alert(id: "x") { id } }',
    '{ node(id: "x") { id } }',
    '{ apiKeys { id } }',
    '{ sources { name } }',
    'mutation { createApiKey(input: { name: "x", scopes: ["alert:read"] }) { secret } }',
    'mutation { revokeApiKey(input: { id: "x" }) { userErrors { code } } }',
    'mutation { acknowledgeAlert(input: { id: "x" }) { userErrors { code } } }',
    'mutation { closeAlert(input: { id: "x", resolution: BENIGN }) { userErrors { code } } }',
    'mutation { sendTestAttack { events } }',
  ];
}
