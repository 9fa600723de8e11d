import 'reflect-metadata';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { newKey, newOwner } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;
let key: string;
let readOnly: string;

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() }, { WRONG_KEYS_PER_MINUTE: '10' });
  const owner = await newOwner(gateway.origin, 'owner@acme.example');
  key = (await newKey(owner, ['event:write'])).secret;
  readOnly = (await newKey(owner, ['alert:read'])).secret;
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

const send = (url: string, authorization: string | undefined, method = 'POST') =>
  fetch(`${gateway.origin}${url}`, {
    method,
    headers: { 'content-type': 'application/json', 'vedette-client': 'spec', ...(authorization === undefined ? {} : { authorization }) },
    body: '{"query":"{ viewer { email } }"}',
  });

describe('requests of one address', () => {
  it('are never refused for what is no wrong key: none, too few rights, a bad body', async () => {
    for (let call = 0; call < 15; call += 1) {
      expect((await send('/v1/events', undefined)).status).toBe(401);
      expect((await send('/v1/events', `Bearer ${readOnly}`)).status).toBe(403);
      expect((await send('/v1/rule-packs/mine', undefined, 'PUT')).status).toBe(401);
    }
    expect((await send('/v1/events', `Bearer ${key}`)).status).toBe(202);
  });

  it('with wrong keys are told to wait after some, over all doors together; the right key goes on', async () => {
    const doors = ['/v1/events', '/graphql', '/v1/logs', '/v1/uploads', '/elastic/_bulk'];
    const statuses: number[] = [];
    for (let call = 0; call < 15; call += 1) {
      const answer = await send(doors[call % doors.length] ?? '/', 'Bearer vdt_dev_nobodyhasthiskey');
      statuses.push(answer.status);
      if (answer.status === 429) {
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
        expect(answer.headers.get('ratelimit')).toMatch(/^"wrong-keys";r=0;t=\d+$/);
      }
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), ...Array.from({ length: 5 }, () => 429)]);
    const good = await send('/v1/events', `Bearer ${key}`);
    expect([good.status, good.headers.get('ratelimit-policy')]).toEqual([202, '"events";q=600000;w=60']);
  });
});
