import 'reflect-metadata';
import { gzipSync } from 'node:zlib';
import { Client } from '@elastic/elasticsearch';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import { openDoorStage } from '../fixtures/door-stage';
import type { DoorStage } from '../fixtures/door-stage';

let stage: DoorStage;
beforeAll(async () => {
  stage = await openDoorStage({ ...(await openTestDatabase()), redisUrl: testRedisUrl() }, { INGEST_EVENTS_PER_MINUTE: '15000' });
}, 60_000);
afterAll(() => stage?.close(), 30_000);

type Auth = ConstructorParameters<typeof Client>[0]['auth'];

interface BulkAnswer {
  readonly took: number;
  readonly errors: boolean;
  readonly items: Record<string, { _index: string; _id: string; status: number; result?: string; error?: { type: string; reason: string } }>[];
}

const clientWith = (auth: Auth) => new Client({ node: `${stage.gateway.origin}/elastic`, auth, maxRetries: 0 });

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; body: BulkAnswer & { error?: { type: string; reason: string } } }> {
  const headers = { authorization: `ApiKey ${stage.acme}`, 'content-type': 'application/x-ndjson', ...(init.headers as object) };
  const answer = await fetch(`${stage.gateway.origin}/elastic${path}`, { ...init, headers });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : {}) as BulkAnswer };
}

const bulk = (path: string, lines: readonly (object | string)[], headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n') + '\n', headers });
const statuses = (answer: BulkAnswer) => answer.items.map((item) => Object.entries(item).map(([action, { status }]) => `${action} ${status}`)[0]);

describe("Elastic's own client", () => {
  it('sends documents to data streams and indices with its bulk helper', async () => {
    const client = clientWith({ apiKey: stage.acme });
    const dropped: unknown[] = [];
    const documents = Array.from({ length: 1_200 }, (_, n) => ({ '@timestamp': '2026-05-28T20:26:40Z', n, message: `line ${n}` }));
    const result = await client.helpers.bulk({
      datasource: documents,
      onDocument: (document) => ({ create: { _index: document.n % 2 ? 'logs-nginx.access-default' : 'Filebeat-9' } }),
      onDrop: (drop) => dropped.push(drop),
      flushBytes: 20_000,
    });
    expect([result.successful, result.failed, dropped]).toEqual([1_200, 0, []]);
    const stored = [await stage.stored(stage.acme, 'logs-nginx.access-default'), await stage.stored(stage.acme, 'filebeat-9')];
    expect(stored.map((events) => events.length)).toEqual([600, 600]);
    expect(stored.flat()).toEqual(expect.arrayContaining([documents[0], documents[1_199]]));
    await client.close();
  });

  it('compresses, and sends its key as id and key, as bearer or as password', async () => {
    const auths: Auth[] = [
      { apiKey: { id: 'any', api_key: stage.acme } },
      { bearer: stage.acme },
      { username: 'any', password: stage.acme },
    ];
    for (const auth of auths) {
      const client = new Client({ node: `${stage.gateway.origin}/elastic`, auth, compression: true });
      expect((await client.bulk({ index: 'auths', operations: [{ index: {} }, { by: 'client' }] })).errors).toBe(false);
      expect((await client.info()).tagline).toBe('You Know, for Search');
      expect((await client.license.get()).license).toMatchObject({ type: 'basic', status: 'active' });
      expect(await client.ping()).toBe(true);
      await client.close();
    }
    expect(await stage.stored(stage.acme, 'auths')).toHaveLength(3);
  });

  it('drops what is refused and keeps the rest', async () => {
    const client = clientWith({ apiKey: stage.acme });
    const dropped: { status: number; document: unknown }[] = [];
    const deep = JSON.parse(`${'{"a":'.repeat(80)}1${'}'.repeat(80)}`) as object;
    const result = await client.helpers.bulk({
      datasource: [{ n: 1 }, deep, { n: 2 }],
      onDocument: () => ({ create: { _index: 'partly' } }),
      onDrop: ({ status, document }) => void dropped.push({ status, document }),
    });
    expect([result.successful, result.failed, dropped]).toEqual([2, 1, [{ status: 400, document: deep }]]);
    expect(await stage.stored(stage.acme, 'partly')).toEqual([{ n: 1 }, { n: 2 }]);
    await client.close();
  });

  it('is told of a key that is none', async () => {
    const client = clientWith({ apiKey: `${stage.acme.slice(0, -12)}AAAAAAAAAAAA` });
    await expect(client.bulk({ index: 'x', operations: [{ index: {} }, { n: 1 }] })).rejects.toMatchObject({ statusCode: 401, message: expect.stringContaining('security_exception') });
    await client.close();
  });
});

describe('a bulk body', () => {
  it('is answered action by action, in order', async () => {
    const { status, body } = await bulk('/ordered/_bulk', [
      { create: { _id: 'a' } }, { n: 1 },
      { delete: { _id: 'b' } },
      { index: { _index: 'elsewhere' } }, '[1]',
      { update: { _id: 'c' } }, { doc: {} },
      { index: {} }, '{"n":12345678901234567890}',
      { create: {} }, '{"broken":',
      { create: { _index: '***' } }, {},
    ]);
    expect([status, body.errors, statuses(body)]).toEqual([
      200,
      true,
      ['create 201', 'delete 400', 'index 400', 'update 400', 'index 201', 'create 400', 'create 400'],
    ]);
    expect(body.items[0]).toEqual({ create: expect.objectContaining({ _index: 'ordered', _id: 'a', result: 'created' }) });
    expect(body.items[1]).toEqual({ delete: expect.objectContaining({ error: { type: expect.any(String), reason: expect.stringContaining('[delete]') } }) });
    expect(new Set(body.items.map((item) => Object.values(item)[0]?._id)).size).toBe(7);
    expect(await stage.stored(stage.acme, 'ordered')).toEqual([{ n: 1 }, { n: Number('12345678901234567890') }]);
  });

  it.each([
    ['an action that is none', ['{"destroy":{}}', '{}'], 'illegal_argument_exception'],
    ['two actions in one', ['{"index":{},"create":{}}', '{}'], 'illegal_argument_exception'],
    ['text', ['hello'], 'illegal_argument_exception'],
    ['an action without its document', ['{"index":{}}'], 'illegal_argument_exception'],
    ['nothing', ['', ''], 'illegal_argument_exception'],
    ['an index of the prototype only', ['{"index":{"__proto__":{"_index":"x"}}}', '{}'], 'illegal_argument_exception'],
  ])('with %s is refused as a whole', async (_what, lines, type) => {
    const { status, body } = await bulk('/_bulk', lines);
    expect([status, body.error?.type]).toEqual([400, type]);
  });

  it('may be gzip, and PUT', async () => {
    const packed = gzipSync('{"index":{"_index":"packed"}}\r\n{"n":1}\r\n');
    const { body } = await ask('/_bulk', { method: 'PUT', body: new Uint8Array(packed), headers: { 'content-encoding': 'gzip' } });
    expect(body.errors).toBe(false);
    expect(await stage.stored(stage.acme, 'packed')).toEqual([{ n: 1 }]);
  });

  it('stores for its own tenant only', async () => {
    await bulk('/tenants/_bulk', [{ index: {} }, { of: 'globex' }], { authorization: `ApiKey ${stage.globex}` });
    expect(await stage.stored(stage.globex)).toEqual([{ of: 'globex' }]);
    expect(await stage.stored(stage.acme, 'tenants')).toEqual([]);
  });

  it('over the limits is refused, or answered with 429 for each item when the quota is spent', async () => {
    expect((await bulk('/x/_bulk', Array.from({ length: 10_001 }, () => '{"index":{}}\n{}'))).status).toBe(413);
    const many = Array.from({ length: 9_000 }, () => '{"index":{}}\n{}');
    await bulk('/x/_bulk', many);
    const { status, headers, body } = await bulk('/x/_bulk', many);
    expect([status, body.errors, new Set(statuses(body))]).toEqual([200, true, new Set(['index 429'])]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('every answer', () => {
  it('says that this is Elasticsearch, refusals too', async () => {
    const answers = await Promise.all([
      ask('/'),
      ask('', { method: 'HEAD' }),
      ask('/_xpack'),
      ask('/', { headers: { authorization: '' } }),
      ask('/_search'),
      ask('/_bulk', { method: 'POST', body: '{}', headers: { authorization: 'Digest x' } }),
      ask('/_bulk', { method: 'POST', body: '{}', headers: { 'content-encoding': 'br' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 401, 404, 401, 415]);
    expect(answers.map(({ headers }) => headers.get('x-elastic-product'))).toEqual(answers.map(() => 'Elasticsearch'));
  });
});
