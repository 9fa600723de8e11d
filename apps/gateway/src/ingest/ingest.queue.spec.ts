import 'reflect-metadata';
import { gzipSync } from 'node:zlib';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { newKey, newOwner } from '../fixtures/browser';
import type { Browser } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;
let owner: Browser;
let key: string;

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() }, { INGEST_EVENTS_PER_MINUTE: '40000' });
  owner = await newOwner(gateway.origin, 'owner@acme.example');
  key = (await newKey(owner, ['event:write'])).secret;
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

interface Post {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { code?: string; accepted?: number; batchId?: string; segments?: { count: number }[]; rejected?: { line: number; code: string }[] };
}

async function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Post> {
  const answer = await fetch(`${gateway.origin}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await answer.text();
  expect(text).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules/);
  return { status: answer.status, headers: answer.headers, body: JSON.parse(text) as Post['body'] };
}

const good = JSON.stringify({ EventID: 1, Computer: 'ws-014' });

describe('a post of events', () => {
  it('is stored as one segment and acknowledged', async () => {
    const { status, body } = await post(`${good}\n${good}\n`);
    expect([status, body.accepted, body.rejected, body.segments?.map(({ count }) => count)]).toEqual([202, 2, [], [2]]);
    const [row] = await db.adminSql<{ event_count: number; state: string }>`select event_count, state from event_segments where ${body.batchId ?? ''}::uuid = any (batch_ids)`;
    expect(row).toEqual({ event_count: 2, state: 'stored' });
  });

  it.each([
    ['a line that is no JSON', '{"a":', 'event.malformed'],
    ['a line that is no object', '[1,2]', 'event.not_object'],
    ['a line of 2 MB', JSON.stringify({ a: 'x'.repeat(2_000_000) }), 'event.too_large'],
    ['a line nested too deep', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, 'event.too_deep'],
  ])('keeps the good lines beside %s', async (_what, bad, code) => {
    const { status, body } = await post(`${good}\n${bad}\n${good}`);
    expect([status, body.accepted, body.rejected?.map((one) => [one.line, one.code])]).toEqual([202, 2, [[2, code]]]);
  });

  it('keeps the good lines beside invalid UTF-8', async () => {
    const { status, body } = await post(Buffer.concat([Buffer.from(`${good}\n{"a":"`), Buffer.from([0xc3, 0x28]), Buffer.from(`"}\n${good}`)]));
    expect([status, body.accepted, body.rejected?.map((one) => [one.line, one.code])]).toEqual([202, 2, [[2, 'event.invalid_utf8']]]);
  });

  it('takes a JSON array, plain or gzip', async () => {
    const array = Buffer.from(`[${good},${good},${good}]`);
    expect((await post(array, { 'content-type': 'application/json' })).body.accepted).toBe(3);
    expect((await post(gzipSync(array), { 'content-type': 'application/json', 'content-encoding': 'gzip' })).body.accepted).toBe(3);
  });

  it('answers a retry with the first answer, and refuses the same key for another body', async () => {
    const headers = { 'idempotency-key': 'retry-1' };
    const first = await post(good, headers);
    expect((await post(good, headers)).body).toEqual(first.body);
    expect(await post(`${good}\n${good}`, headers)).toMatchObject({ status: 422, body: { code: 'ingest.key_reused' } });
  });

  it('stores nothing of a body without one event', async () => {
    expect(await post('nonsense\nmore')).toMatchObject({ status: 422, body: { code: 'ingest.all_rejected', accepted: 0 } });
  });
});

describe('a post is refused', () => {
  it('without a key, with an unknown one, with a JWT, and with one that may not send', async () => {
    const reader = await newKey(owner, ['alert:read']);
    const answers = await Promise.all([
      post(good, { authorization: '' }),
      post(good, { authorization: `Bearer ${key.slice(0, -12)}AAAAAAAAAAAA` }),
      post(good, { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.' }),
      post(good, { authorization: `Bearer ${reader.secret}` }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 403]);
  });

  it('with a revoked key at once, and with an expired one as key.expired', async () => {
    const revoked = await newKey(owner, ['event:write']);
    await owner.ask('mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { userErrors { code } } }', { input: { id: revoked.id } });
    expect(await post(good, { authorization: `Bearer ${revoked.secret}` })).toMatchObject({ status: 401, body: { code: 'key.revoked' } });
    const expired = await newKey(owner, ['event:write']);
    await db.adminSql`update api_keys set created_at = now() - interval '2 days', expires_at = now() - interval '1 day' where public_id = ${expired.secret.split('_')[2] ?? ''}`;
    expect(await post(good, { authorization: `Bearer ${expired.secret}` })).toMatchObject({ status: 401, body: { code: 'key.expired' } });
  });

  it('in another content type, an unknown encoding, or broken gzip', async () => {
    expect((await post(good, { 'content-type': 'text/html' })).status).toBe(415);
    expect(await post(good, { 'content-encoding': 'br' })).toMatchObject({ status: 415, body: { code: 'body.unsupported_encoding' } });
    expect(await post('not gzip', { 'content-encoding': 'gzip' })).toMatchObject({ status: 400, body: { code: 'body.malformed_gzip' } });
  });

  it('as a gzip bomb, before it goes off', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, 0x20), { level: 9 });
    expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
  });

  it('over 10 MB, with the limit in the answer', async () => {
    const { status, body } = await post(Buffer.alloc(10 * 1024 * 1024 + 1, 0x20));
    expect([status, body.code]).toEqual([413, 'ingest.too_large']);
  });

  it('over the quota of the minute, with Retry-After', async () => {
    const many = Array.from({ length: 10_000 }, () => '{"a":1}').join('\n');
    const answers = [];
    for (let index = 0; index < 5; index++) answers.push(await post(many));
    const last = answers.at(-1);
    expect(last).toMatchObject({ status: 429, body: { code: 'ingest.quota_exceeded' } });
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  }, 60_000);
});
