import 'reflect-metadata';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { Browser, newOwner } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
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
});

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

async function post(path: string, body: string | Record<string, string>, headers: Record<string, string> = {}): Promise<Told> {
  const answer = await fetch(`${gateway.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof body === 'string' ? body : new URLSearchParams(body).toString(),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}
const begin = async (more: Record<string, string> = {}) => {
  const { body } = await post('/oauth/device_authorization', { client_id: 'vedette-cli', ...more });
  return { deviceCode: String(body['device_code']), userCode: String(body['user_code']) };
};
const redeem = (deviceCode: string) => post('/oauth/token', { grant_type: GRANT, client_id: 'vedette-cli', device_code: deviceCode });
const look = async (browser: Browser, userCode: string) =>
  (await browser.ask<{ deviceRequest: Record<string, unknown> | null }>('query($userCode: String!) { deviceRequest(userCode: $userCode) { userCode client scopes granted address } }', { userCode })).deviceRequest;
const decide = async (browser: Browser, what: 'approveDevice' | 'denyDevice', userCode: string) =>
  (await browser.ask<Record<string, { done: boolean; userErrors: { code: string }[] }>>(`mutation($input: DeviceInput!) { ${what}(input: $input) { done userErrors { code field } } }`, { input: { userCode } }))[what];

describe('the device flow over HTTP', () => {
  it('is described where RFC 8414 looks for it, from the configured address alone', async () => {
    const answer = await fetch(`${gateway.origin}/.well-known/oauth-authorization-server`, { headers: { 'x-forwarded-host': 'evil.example' } });
    expect(await answer.json()).toMatchObject({
      issuer: gateway.origin,
      device_authorization_endpoint: `${gateway.origin}/oauth/device_authorization`,
      token_endpoint: `${gateway.origin}/oauth/token`,
      grant_types_supported: [GRANT],
      response_types_supported: [],
    });
  });

  it('goes from a code over a person to a token that works', async () => {
    const begun = await post('/oauth/device_authorization', { client_id: 'vedette-cli', scope: 'alert:read rule:read' });
    expect([begun.status, begun.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { device_code: deviceCode, user_code: userCode, ...rest } = begun.body;
    expect(rest).toEqual({ verification_uri: `${gateway.origin}/device`, verification_uri_complete: `${gateway.origin}/device#code=${String(userCode)}`, expires_in: 600, interval: 5 });
    expect((await redeem(String(deviceCode))).body).toMatchObject({ error: 'authorization_pending' });
    expect((await redeem(String(deviceCode))).body).toMatchObject({ error: 'slow_down' });
    expect(await look(owner, String(userCode))).toEqual({ userCode, client: 'vedette-cli', scopes: ['alert:read', 'rule:read'], granted: ['alert:read', 'rule:read'], address: '127.0.0.1' });
    expect(await decide(owner, 'approveDevice', String(userCode))).toEqual({ done: true, userErrors: [] });
    const { status, headers, body } = await redeem(String(deviceCode));
    expect([status, headers.get('cache-control'), headers.get('pragma')]).toEqual([200, 'no-store', 'no-cache']);
    expect(body).toEqual({ access_token: expect.stringMatching(/^vdt_dev_/), token_type: 'Bearer', expires_in: 30 * 86_400, scope: 'alert:read rule:read' });
    const program = await new Browser(gateway.origin).post({ query: '{ viewer { principal permissions tenant { name } } }' }, { authorization: `Bearer ${String(body['access_token'])}`, origin: undefined });
    expect(program.data).toMatchObject({ viewer: { permissions: ['alert:read', 'rule:read'], tenant: { name: 'acme' } } });
    expect((await post('/oauth/revoke', { client_id: 'vedette-cli', token: String(body['access_token']) })).status).toBe(200);
    const after = await new Browser(gateway.origin).post({ query: '{ viewer { principal } }' }, { authorization: `Bearer ${String(body['access_token'])}`, origin: undefined });
    expect([after.status, after.code]).toEqual([401, 'key.revoked']);
  });

  it.each([
    ['invalid_client', '/oauth/device_authorization', { client_id: 'other' }],
    ['invalid_client', '/oauth/device_authorization', {}],
    ['invalid_scope', '/oauth/device_authorization', { client_id: 'vedette-cli', scope: 'key:write' }],
    ['invalid_request', '/oauth/device_authorization', 'client_id=vedette-cli&client_id=vedette-cli'],
    ['invalid_request', '/oauth/token', {}],
    ['unsupported_grant_type', '/oauth/token', { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'vedette-cli' }],
    ['invalid_client', '/oauth/token', { grant_type: GRANT, device_code: 'x' }],
    ['invalid_request', '/oauth/token', { grant_type: GRANT, client_id: 'vedette-cli', device_code: '' }],
    ['invalid_grant', '/oauth/token', { grant_type: GRANT, client_id: 'vedette-cli', device_code: 'x' }],
    ['invalid_request', '/oauth/token', `device_code=${'x'.repeat(5_000)}`],
    ['invalid_request', '/oauth/revoke', { client_id: 'vedette-cli' }],
  ])('answers %s in the shape of RFC 6749', async (error, path, form) => {
    const { status, headers, body } = await post(path, form);
    expect([status, headers.get('cache-control'), body]).toEqual([400, 'no-store', { error, error_description: expect.any(String) }]);
  });

  it('takes forms only', async () => {
    expect((await post('/oauth/token', JSON.stringify({ grant_type: GRANT }), { 'content-type': 'application/json' })).body).toMatchObject({ error: 'invalid_request' });
  });

  it('tells a program that it was turned away', async () => {
    const { deviceCode, userCode } = await begin();
    expect(await look(owner, userCode)).not.toBeNull();
    expect(await decide(owner, 'denyDevice', userCode)).toMatchObject({ done: true });
    expect((await redeem(deviceCode)).body).toMatchObject({ error: 'access_denied' });
  });

  it('class 9: shows a code that one account has looked up to nobody else', async () => {
    const { deviceCode, userCode } = await begin();
    const eve = await newOwner(gateway.origin, 'eve@globex.example');
    expect(await look(owner, userCode)).not.toBeNull();
    expect(await look(eve, userCode)).toBeNull();
    expect(await decide(eve, 'approveDevice', userCode)).toMatchObject({ done: false, userErrors: [{ code: 'device.unknown', field: 'userCode' }] });
    expect((await redeem(deviceCode)).body).toMatchObject({ error: 'authorization_pending' });
  });

  it('is approved only after a fresh proof of who it is', async () => {
    const late = await newOwner(gateway.origin, 'late@acme.example');
    const { userCode } = await begin();
    await look(late, userCode);
    await db.adminSql`update sessions set authenticated_at = now() - interval '6 minutes' where account_id = (select id from accounts where email_key = 'late@acme.example')`;
    const answer = await late.post({ query: 'mutation($input: DeviceInput!) { approveDevice(input: $input) { done } }', variables: { input: { userCode } } });
    expect(JSON.stringify(answer)).toContain('auth.step_up');
  });

  it('class 7: gives one key to fifty polls at the same time', async () => {
    const { deviceCode, userCode } = await begin();
    await look(owner, userCode);
    await decide(owner, 'approveDevice', userCode);
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(deviceCode)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['error'] === 'invalid_grant')).toHaveLength(49);
  });

  it('lets nobody guess codes', async () => {
    const guesser = await newOwner(gateway.origin, 'guesser@globex.example');
    const query = 'query($userCode: String!) { deviceRequest(userCode: $userCode) { client } }';
    const answers = [];
    for (let guess = 0; guess < 22; guess += 1) answers.push(await guesser.post({ query, variables: { userCode: 'BBBBBBBB' } }));
    expect(answers.slice(0, 20).map(({ data }) => data)).toEqual(Array.from({ length: 20 }, () => ({ deviceRequest: null })));
    expect(JSON.stringify(answers[21]?.errors)).toContain('auth.too_many_attempts');
  });
});
