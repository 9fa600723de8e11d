import 'reflect-metadata';
import { connect } from 'node:net';
import { freePort, openTestDatabase, testRedisUrl } from '@vedette/testing';
import { openDoorStage } from '../doors/fixtures/door-stage';
import type { DoorStage } from '../doors/fixtures/door-stage';
import { listen } from '../fixtures/listener';

let stage: DoorStage;
let syslogPort: number;
let elsewhere: string;
let here: string;
beforeAll(async () => {
  syslogPort = await freePort();
  stage = await openDoorStage({ ...(await openTestDatabase()), redisUrl: testRedisUrl() }, { SYSLOG_PORT: String(syslogPort) });
  const key = async (networks: string[]) => {
    const { createApiKey } = await stage.owner.ask<{ createApiKey: { secret: string; apiKey: { networks: string[] } } }>(
      'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { networks } userErrors { code } } }',
      { input: { name: 'bound', scopes: ['event:write', 'rule:write', 'alert:read'], networks } },
    );
    expect(createApiKey.apiKey.networks).toEqual(networks);
    return createApiKey.secret;
  };
  [elsewhere, here] = [await key(['10.0.0.0/8', '2001:db8::/32']), await key(['127.0.0.0/8'])];
}, 60_000);
afterAll(() => stage?.close());

const send = (method: string, path: string, authorization: string, type: string, body: string) => async (): Promise<number> => {
  const answer = await fetch(`${stage.gateway.origin}${path}`, {
    method,
    headers: { authorization, 'content-type': type, 'vedette-client': 'spec' },
    ...(method === 'GET' ? {} : { body }),
  });
  await answer.text();
  return answer.status;
};

const doors: readonly [string, (key: string) => () => Promise<number>][] = [
  ['events', (key) => send('POST', '/v1/events', `Bearer ${key}`, 'application/x-ndjson', '{"message":"x"}\n')],
  ['uploads', (key) => send('POST', '/v1/uploads?source=x', `Bearer ${key}`, 'application/octet-stream', '{"message":"x"}\n')],
  ['Splunk HEC', (key) => send('POST', '/services/collector/event', `Splunk ${key}`, 'application/json', '{"event":"x"}')],
  ['Elastic bulk', (key) => send('POST', '/elastic/_bulk', `Bearer ${key}`, 'application/x-ndjson', '{"create":{"_index":"x"}}\n{"message":"x"}\n')],
  ['Elastic greeting', (key) => send('GET', '/elastic', `Bearer ${key}`, 'application/json', '')],
  ['OTLP', (key) => send('POST', '/v1/logs', `Bearer ${key}`, 'application/json', '{"resourceLogs":[]}')],
  ['rule packs', (key) => send('PUT', '/v1/rule-packs/x?dryRun', `Bearer ${key}`, 'application/zip', 'x')],
  ['GraphQL', (key) => send('POST', '/graphql', `Bearer ${key}`, 'application/json', '{"query":"{ viewer { principal } }"}')],
];

/** Whether a message sent under this key is stored: syslog answers nothing. */
async function isHeardBySyslog(key: string): Promise<boolean> {
  const socket = connect(syslogPort, '127.0.0.1').on('error', () => undefined);
  socket.write(`<34>1 2026-05-28T20:26:40Z fw1 sshd 4 - [vedette@32473 key="${key}" source="bound"] hello\n`);
  for (let attempt = 0; attempt < 30; attempt += 1) {
    if ((await stage.stored(stage.acme, 'bound')).length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  socket.destroy();
  return (await stage.stored(stage.acme, 'bound')).length > 0;
}

describe('a key that works from some networks alone', () => {
  it.each(doors)('is refused elsewhere at the door for %s, and let in where it belongs', async (_, door) => {
    expect([401, 403]).toContain(await door(elsewhere)());
    expect([401, 403]).not.toContain(await door(here)());
  });

  it('says so to who shows the right secret', async () => {
    const answer = await stage.owner.post({ query: '{ viewer { principal } }' }, { authorization: `Bearer ${elsewhere}`, origin: undefined, cookie: undefined });
    expect([answer.status, answer.code]).toEqual([401, 'key.wrong_network']);
  });

  it('opens no socket from elsewhere', async () => {
    expect(await (await listen(stage.gateway.origin, { key: elsewhere })).closed).toBe(4401);
    const open = await listen(stage.gateway.origin, { key: here });
    expect(open.problems).toEqual([]);
    open.stop();
  });

  it('is heard by syslog from where it belongs alone', async () => {
    expect(await isHeardBySyslog(elsewhere)).toBe(false);
    expect(await isHeardBySyslog(here)).toBe(true);
  }, 30_000);
});

describe('class 1 (CVE-2025-61928): an owner or tenant in the body', () => {
  const names = ['userId', 'accountId', 'ownerId', 'owner', 'createdBy', 'memberId', 'principal', 'actor', 'tenantId', 'tenant', 'organisationId', 'role', 'kind', 'replaces'];

  it.each(names)('as %s is no field of the input: nothing is made', async (name) => {
    const count = async () => (await stage.owner.ask<{ apiKeys: unknown[] }>('{ apiKeys { id } }')).apiKeys.length;
    const before = await count();
    const answer = await stage.owner.post({
      query: 'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
      variables: { input: { name: 'x', scopes: ['event:write'], [name]: 'somebody' } },
    });
    expect([answer.data ?? null, answer.errors?.length]).toEqual([null, 1]);
    expect(await count()).toBe(before);
  });

  it('beside the input, in the query string or a header, changes nothing', async () => {
    const answer = await fetch(`${stage.gateway.origin}/graphql?tenantId=x&userId=y`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'vedette-client': 'spec', origin: stage.gateway.origin, cookie: stage.owner.cookie ?? '', 'x-tenant-id': 'x', 'x-user-id': 'y' },
      body: JSON.stringify({ tenantId: 'x', userId: 'y', query: 'mutation { createApiKey(input: { name: "y", scopes: ["event:write"] }) { apiKey { owner { email } } } }' }),
    });
    expect(JSON.stringify(await answer.json())).toContain('"email":"owner@acme.example"');
  });
});
