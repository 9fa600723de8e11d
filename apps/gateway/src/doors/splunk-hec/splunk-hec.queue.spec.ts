import 'reflect-metadata';
import { gzipSync } from 'node:zlib';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import { Logger } from 'splunk-logging';
import type { Context } from 'splunk-logging';
import { openDoorStage } from '../fixtures/door-stage';
import type { DoorStage } from '../fixtures/door-stage';

let stage: DoorStage;
beforeAll(async () => {
  stage = await openDoorStage({ ...(await openTestDatabase()), redisUrl: testRedisUrl() }, { INGEST_EVENTS_PER_MINUTE: '40000' });
}, 60_000);
afterAll(() => stage?.close(), 30_000);

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { text: string; code: number; 'invalid-event-number'?: number; accepted?: number; detail?: string };
}

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(`${stage.gateway.origin}/services/collector${path}`, {
    method: 'POST',
    headers: { authorization: `Splunk ${stage.acme}`, ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
}

/** Sends what was queued with Splunk's own client. */
function sendWithClient(path: string, contexts: readonly Context[], token = stage.acme): Promise<{ status: number; text: string; code: number; problem?: string }> {
  const client = new Logger({ token, url: `${stage.gateway.origin}/services/collector${path}`, maxBatchCount: contexts.length + 1 });
  let problem: string | undefined;
  client.error = (error) => (problem = error.message);
  client.eventFormatter = (message) => message;
  for (const context of contexts) client.send(context);
  return new Promise((resolve, reject) => {
    client.flush((error, response, body) => (error ? reject(error) : resolve({ status: response.statusCode, ...body, problem })));
  });
}

describe("Splunk's own client", () => {
  it('sends objects, which are stored as they came with what the envelope says about them', async () => {
    const metadata = { time: 1_780_000_000_123, host: 'ws-014', source: '/var/log/Win Events.json', sourcetype: '_json', index: 'main' };
    const answer = await sendWithClient('/event/1.0', [
      { message: { EventID: 1, host: 'its-own', big: '9007199254740993' }, metadata },
      { message: { EventID: 2, TimeCreated: '2026-01-01T00:00:00Z' }, metadata },
    ]);
    expect(answer).toEqual({ status: 200, text: 'Success', code: 0, problem: undefined });
    expect(await stage.stored(stage.acme, 'var-log-win-events.json')).toEqual([
      { EventID: 1, host: 'its-own', big: '9007199254740993', sourcetype: '_json', index: 'main', '@timestamp': '2026-05-28T20:26:40.123Z' },
      { EventID: 2, TimeCreated: '2026-01-01T00:00:00Z', host: 'ws-014', sourcetype: '_json', index: 'main' },
    ]);
  });

  it('sends text, which is stored as the original of an event', async () => {
    const line = '<34>1 2026-05-28T20:26:40Z fw1 sshd 4 - - Failed password for "root"';
    expect(await sendWithClient('/event', [{ message: line, metadata: { time: 1_780_000_000, sourcetype: 'Linux:Auth' } }])).toMatchObject({ status: 200, code: 0 });
    expect(await stage.stored(stage.acme, 'linux-auth')).toEqual([
      { event: { original: line }, sourcetype: 'Linux:Auth', '@timestamp': '2026-05-28T20:26:40.000Z' },
    ]);
  });

  it('sends to the raw endpoint', async () => {
    expect(await sendWithClient('/raw?source=Raw', [{ message: 'one' }])).toMatchObject({ status: 200, code: 0 });
    expect(await stage.stored(stage.acme, 'raw')).toEqual([expect.objectContaining({ event: 'one' })]);
  });

  it('is told of a key that is none, in the words it knows', async () => {
    const answer = await sendWithClient('/event', [{ message: 'x' }], `${stage.acme.slice(0, -12)}AAAAAAAAAAAA`);
    expect(answer).toMatchObject({ status: 403, code: 4, problem: 'Invalid token' });
  });
});

describe('a body of events', () => {
  it('needs nothing between its objects, may spread over lines, and may be gzip', async () => {
    const body = '{"event":{"n":1,"s":"}{"},"source":"packed"}{"event":\n{"n":2,\n"s":"\\"}"},"source":"packed"} {"event":{},"host":"h","source":"packed","fields":{"team":"red"}}';
    expect((await post('', gzipSync(body), { 'content-encoding': 'gzip' })).body).toEqual({ text: 'Success', code: 0 });
    expect(await stage.stored(stage.acme, 'packed')).toEqual([{ n: 1, s: '}{' }, { n: 2, s: '"}' }, { host: 'h', fields: { team: 'red' } }]);
  });

  it('keeps digits that a number would lose', async () => {
    await post('/event', '{"event":{"id":12345678901234567890,"__proto__":{"a":1}},"source":"digits"}');
    const [event] = await stage.stored(stage.acme, 'digits');
    expect(Object.keys(event ?? {})).toEqual(['id', '__proto__']);
  });

  it.each([
    ['no event', '{"host":"h"}', 12, 400],
    ['a blank event', '{"event":" "}', 13, 400],
    ['fields that are none', '{"event":"x","fields":"y"}', 15, 400],
    ['a time that is none', '{"event":"x","time":"yesterday"}', 6, 400],
    ['a broken object', '{"event":{"a":}}', 6, 400],
    ['an envelope nested too deep', `{"event":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`, 6, 400],
    ['an event of two megabytes', JSON.stringify({ event: 'x'.repeat(2_000_000) }), 6, 400],
  ])('keeps the good events beside %s and names the bad one', async (what, bad, code, status) => {
    const source = `beside-${what.replaceAll(' ', '-')}`;
    const good = (n: number) => JSON.stringify({ event: { n }, source });
    const answer = await post(`/event?source=${source}`, `${good(1)}\n${bad}\n${good(2)}`);
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code, 'invalid-event-number': 1, accepted: 2 })]);
    expect(await stage.stored(stage.acme, source)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('goes on after an object that never ends, line by line', async () => {
    const answer = await post('/event', '{"event":"a","source":"resync"}\n{"event":{"b":1\n{"event":"c","source":"resync"}');
    expect(answer.body).toMatchObject({ code: 6, 'invalid-event-number': 1, accepted: 2 });
    expect(await stage.stored(stage.acme, 'resync')).toEqual([{ event: { original: 'a' } }, { event: { original: 'c' } }]);
  });

  it('with nothing in it is no data', async () => {
    expect([(await post('/event', ' \n')).body, (await post('/raw', '\n\n')).body]).toMatchObject([{ code: 5 }, { code: 5 }]);
  });

  it('over the limits is too large', async () => {
    expect(await post('/event', '{"event":1}'.repeat(10_001))).toMatchObject({ status: 413, body: { code: 27 } });
    expect(await post('/raw', Buffer.alloc(10 * 1024 * 1024 + 1, 0x61))).toMatchObject({ status: 413, body: { code: 27 } });
    expect(await post('/raw', gzipSync(Buffer.alloc(200 * 1024 * 1024)), { 'content-encoding': 'gzip' })).toMatchObject({ status: 413, body: { code: 27 } });
  });
});

describe('a raw body', () => {
  it('is stored line by line: text as original, JSON objects as they came', async () => {
    const answer = await post('/raw/1.0?sourcetype=Mixed&host=web-1', 'first line\r\n\n{"a":1,"host":"own"}\n{"a":\nlast');
    expect(answer.body).toEqual({ text: 'Success', code: 0 });
    expect(await stage.stored(stage.acme, 'mixed')).toEqual([
      { event: { original: 'first line' }, host: 'web-1', sourcetype: 'Mixed' },
      { a: 1, host: 'own', sourcetype: 'Mixed' },
      { event: { original: '{"a":' }, host: 'web-1', sourcetype: 'Mixed' },
      { event: { original: 'last' }, host: 'web-1', sourcetype: 'Mixed' },
    ]);
  });

  it('in an older encoding is kept', async () => {
    await post('/raw?source=latin', Buffer.from('Zugriff f\xfcr root verweigert', 'latin1'));
    expect(await stage.stored(stage.acme, 'latin')).toEqual([{ event: { original: 'Zugriff f\ufffdr root verweigert' } }]);
  });
});

describe('who may send', () => {
  it('is told apart in Splunk codes', async () => {
    const reader = await stage.newKey(['alert:read']);
    const revoked = await stage.newKey(['event:write']);
    await stage.revoke(revoked.id);
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const codes = [];
    for (const authorization of ['', 'Splunk', 'Bearer x', 'Splunk nonsense', `Splunk ${reader.secret}`, `Splunk ${revoked.secret}`, basic('x:nonsense'), basic(`x:${stage.acme}`)]) {
      const { status, body } = await post('/event', '{"event":"who","source":"who"}', { authorization });
      codes.push([status, body.code]);
    }
    expect(codes).toEqual([[401, 2], [401, 3], [401, 3], [403, 4], [403, 4], [403, 1], [403, 4], [200, 0]]);
    expect(await stage.stored(stage.acme, 'who')).toHaveLength(1);
  });

  it('may not put the key into the address', async () => {
    expect(await post(`/event?token=${stage.acme}`, '{"event":"x"}', { authorization: '' })).toMatchObject({ status: 400, body: { code: 16 } });
  });

  it('stores for its own tenant only', async () => {
    await post('/event', '{"event":"mine","source":"tenants"}');
    await post('/event', '{"event":"theirs","source":"tenants"}', { authorization: `Splunk ${stage.globex}` });
    expect(await stage.stored(stage.acme, 'tenants')).toEqual([{ event: { original: 'mine' } }]);
    expect(await stage.stored(stage.globex)).toEqual([{ event: { original: 'theirs' } }]);
  });

  it('hears that there is no indexer acknowledgement, and anyone that the collector is healthy', async () => {
    expect(await post('/ack', '{"acks":[1]}')).toMatchObject({ status: 400, body: { code: 14 } });
    expect(await (await fetch(`${stage.gateway.origin}/services/collector/health`)).json()).toEqual({ text: 'HEC is healthy', code: 17 });
  });

  it('over the quota hears that the server is busy, and when to come back', async () => {
    const many = '{"event":1}'.repeat(10_000);
    const answers: Answer[] = [];
    for (let index = 0; index < 5; index++) answers.push(await post('/event', many));
    const last = answers.at(-1);
    expect(last).toMatchObject({ status: 503, body: { code: 9, text: 'Server is busy' } });
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  }, 60_000);
});
