import 'reflect-metadata';
import { gzipSync } from 'node:zlib';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { newKey, newOwner } from '../../fixtures/browser';
import type { Browser } from '../../fixtures/browser';
import { runGateway } from '../../fixtures/running-gateway';
import type { RunningGateway } from '../../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;
let owner: Browser;
let key: string;
beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
  owner = await newOwner(gateway.origin, 'owner@acme.example');
  key = (await newKey(owner, ['event:write'])).secret;
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

type Line = { bytes?: number; events?: number; rejected?: number; done?: boolean; source?: string; rejects?: { line: number; code: string }[]; error?: { code: string } };

async function upload(body: string | Buffer, headers: Record<string, string> = {}, source = 'file'): Promise<{ status: number; lines: Line[] }> {
  const answer = await fetch(`${gateway.origin}/v1/uploads?source=${encodeURIComponent(source)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await answer.text();
  return { status: answer.status, lines: text.trim().split('\n').map((line) => JSON.parse(line) as Line) };
}
const stored = async (source: string) => Number((await db.adminSql<{ n: string }>`select coalesce(sum(event_count), 0) as n from event_segments where source = ${source}`)[0]?.n);

describe('an uploaded file', () => {
  it('is stored as it comes, with a line of progress for each batch', async () => {
    const { status, lines } = await upload('<34>Oct 11 22:14:15 host su: hello\n'.repeat(5_000), {}, 'Auth Log.txt');
    expect([status, lines.length]).toEqual([200, 4]);
    expect(lines.map(({ events }) => events)).toEqual([2_000, 4_000, 5_000, 5_000]);
    expect(lines.at(-1)).toMatchObject({ done: true, source: 'auth-log.txt', rejected: 0, rejects: [] });
    expect(await stored('auth-log.txt')).toBe(5_000);
  });

  it('is unpacked by its own first bytes, and what is too large is refused by line', async () => {
    const text = `{"a":1}\n{"a":"${'x'.repeat(1_100_000)}"}\n{"a":3}\n`;
    const { lines } = await upload(gzipSync(text), {}, 'packed');
    expect(lines.at(-1)).toMatchObject({ done: true, events: 2, rejected: 1, rejects: [{ line: 2, code: 'event.too_large' }] });
    expect((await upload(text, { 'content-encoding': 'gzip' }, 'none')).lines).toMatchObject([{ error: { code: 'body.malformed_gzip' } }]);
    expect((await upload(gzipSync(Buffer.alloc(64 * 1024 * 1024)), {}, 'bomb')).lines.at(-1)).toMatchObject({ error: { code: 'ingest.too_dense' } });
    expect((await upload('\n\n', {}, 'none')).lines).toMatchObject([{ error: { code: 'upload.empty' } }]);
  });

  it('is stored once when it is sent again under its key', async () => {
    const text = '{"a":1}\n'.repeat(2_500);
    for (let times = 0; times < 2; times++) expect((await upload(text, { 'idempotency-key': 'file 1'.replace(' ', '-') }, 'again')).lines.at(-1)).toMatchObject({ done: true, events: 2_500 });
    expect(await stored('again')).toBe(2_500);
  });

  it('comes from the console by its session, and from nobody else', async () => {
    const cookie = owner.cookie ?? '';
    const page = { authorization: '', cookie, origin: gateway.origin, 'vedette-client': 'console' };
    const send = (headers: Record<string, string>) => fetch(`${gateway.origin}/v1/uploads?source=page`, { method: 'POST', headers: Object.fromEntries(Object.entries({ ...page, ...headers }).filter(([, value]) => value !== '')), body: '{"a":1}' });
    expect((await send({})).status).toBe(200);
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ origin: '' })).status).toBe(403);
    expect((await send({ 'vedette-client': '' })).status).toBe(403);
    expect((await send({ cookie: '' })).status).toBe(401);
    expect((await upload('{"a":1}', { authorization: 'Bearer vdt_wrong' })).status).toBe(401);
  });
});
