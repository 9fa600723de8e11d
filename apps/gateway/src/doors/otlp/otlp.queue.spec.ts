import 'reflect-metadata';
import { gzipSync } from 'node:zlib';
import { SeverityNumber } from '@opentelemetry/api-logs';
import type { AnyValueMap } from '@opentelemetry/api-logs';
import { ExportResultCode } from '@opentelemetry/core';
import type { ExportResult } from '@opentelemetry/core';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import { openDoorStage } from '../fixtures/door-stage';
import type { DoorStage } from '../fixtures/door-stage';
import { messages } from './otlp-messages';

let stage: DoorStage;
beforeAll(async () => {
  stage = await openDoorStage({ ...(await openTestDatabase()), redisUrl: testRedisUrl() }, { INGEST_EVENTS_PER_MINUTE: '20000' });
}, 60_000);
afterAll(() => stage?.close(), 30_000);

interface Log {
  readonly body?: unknown;
  readonly attributes?: AnyValueMap;
}

/** Sends with the SDK and an exporter as an application would; answers what the exporter made of each answer. */
async function exportWith(Exporter: typeof ProtoExporter | typeof JsonExporter, service: string, logs: readonly Log[], headers?: Record<string, string>): Promise<ExportResult[]> {
  const exporter = new Exporter({
    url: `${stage.gateway.origin}/v1/logs`,
    headers: headers ?? { authorization: `Bearer ${stage.acme}` },
    compression: service.includes('packed') ? CompressionAlgorithm.GZIP : CompressionAlgorithm.NONE,
  });
  const results: ExportResult[] = [];
  const send = exporter.export.bind(exporter);
  exporter.export = (records, done) => send(records, (result) => (results.push(result), done(result)));
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'host.name': 'ws-014' }),
    processors: [new BatchLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger('auth', '1.2.3');
  for (const { body, attributes } of logs) {
    logger.emit({ body: body as string, attributes, timestamp: 1_780_000_000_123, observedTimestamp: 1_780_000_001_000, severityNumber: SeverityNumber.WARN, severityText: 'WARN' });
  }
  await provider.shutdown();
  return results;
}

async function post(body: string | Buffer, headers: Record<string, string> = {}, path = '/v1/logs'): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const answer = await fetch(`${stage.gateway.origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.acme}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

const request = (logRecords: unknown[], service = 'by-hand') => ({
  resourceLogs: [{ scopeLogs: [{ logRecords }], resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] } }],
});
const jsonOf = (answer: { bytes: Buffer }) => JSON.parse(answer.bytes.toString()) as Record<string, unknown>;
const delimited = (field: number, bytes: Buffer) => Buffer.concat([Buffer.from([(field << 3) | 2]), varint(bytes.length), bytes]);
const varint = (value: number): Buffer => (value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value & 127) | 128]), varint(value >>> 7)]));
const inRequest = (...records: Buffer[]) => delimited(1, delimited(2, Buffer.concat(records.map((record) => delimited(2, record)))));

describe.each([
  ['protobuf', ProtoExporter],
  ['JSON', JsonExporter],
])("OpenTelemetry's own exporter over %s", (name, Exporter) => {
  const common = {
    '@timestamp': '2026-05-28T20:26:40.123Z',
    observed_timestamp: '2026-05-28T20:26:41.000Z',
    severity_text: 'WARN',
    severity_number: 13,
    scope: { name: 'auth', version: '1.2.3' },
  };
  it('sends text, fields and attributes of every kind', async () => {
    const service = `Shop ${name} packed`;
    const results = await exportWith(Exporter, service, [
      { body: '{"EventID":4625}', attributes: { 'user.name': 'ada', tries: 3, ok: false, ratio: 0.5, list: ['a', 1] } },
      { body: { EventID: 4688, nested: { path: 'C:\\x' }, severity_text: 'its own' } },
      { body: 42 },
    ]);
    expect(results).toEqual([{ code: ExportResultCode.SUCCESS }]);
    const resource = { attributes: expect.objectContaining({ 'service.name': service, 'host.name': 'ws-014' }) };
    expect(await stage.stored(stage.acme, `shop-${name.toLowerCase()}-packed`)).toEqual([
      { ...common, event: { original: '{"EventID":4625}' }, attributes: { 'user.name': 'ada', tries: 3, ok: false, ratio: 0.5, list: ['a', 1] }, resource },
      { ...common, EventID: 4688, nested: { path: 'C:\\x' }, severity_text: 'its own', resource },
      { ...common, message: '42', resource },
    ]);
  });

  it('is told of a key that is none, and stores for its own tenant only', async () => {
    const bad = await exportWith(Exporter, 'bad', [{ body: 'x' }], { authorization: `Bearer ${stage.acme.slice(0, -12)}AAAAAAAAAAAA` });
    expect(bad).toEqual([expect.objectContaining({ code: ExportResultCode.FAILED, error: expect.objectContaining({ code: 401 }) })]);
    await exportWith(Exporter, `tenant-${name}`, [{ body: 'theirs' }], { 'x-api-key': stage.globex });
    expect(await stage.stored(stage.globex, `tenant-${name.toLowerCase()}`)).toEqual([expect.objectContaining({ event: { original: 'theirs' } })]);
    expect(await stage.stored(stage.acme, `tenant-${name.toLowerCase()}`)).toEqual([]);
  });
});

describe('a request', () => {
  it('keeps the good records and says how many it rejected, in JSON', async () => {
    const deep = (levels: number): unknown => (levels === 0 ? { stringValue: 'x' } : { arrayValue: { values: [deep(levels - 1)] } });
    const records = [{ body: { stringValue: 'good' } }, 'no record', { body: deep(60) }, { body: { stringValue: 'x'.repeat(1_100_000) } }, {}];
    const answer = await post(JSON.stringify(request(records)));
    expect([answer.status, jsonOf(answer)]).toEqual([200, { partialSuccess: { rejectedLogRecords: '3', errorMessage: 'log record 2: This is not a log record.' } }]);
    expect(await stage.stored(stage.acme, 'by-hand')).toHaveLength(2);
  });

  it('keeps the good records and says how many it rejected, in protobuf', async () => {
    const good = Buffer.from(messages.record.encode(messages.record.fromObject({ body: { stringValue: 'good' }, traceId: Buffer.alloc(16, 0xab), spanId: Buffer.alloc(8, 0xcd) })).finish());
    const answer = await post(inRequest(good, Buffer.from([0x2a, 0x05, 0x0a]), good), { 'content-type': 'application/x-protobuf' }, '/otlp/v1/logs');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-protobuf']);
    expect(messages.response.toObject(messages.response.decode(answer.bytes), { longs: Number })).toEqual({
      partialSuccess: { rejectedLogRecords: 1, errorMessage: 'log record 2: This is not a log record.' },
    });
    expect(await stage.stored(stage.acme, 'otlp')).toEqual(Array.from({ length: 2 }, () => ({ event: { original: 'good' }, trace_id: 'ab'.repeat(16), span_id: 'cd'.repeat(8) })));
  });

  it('without records is a success', async () => {
    expect(jsonOf(await post('{}'))).toEqual({});
    expect(await post(Buffer.alloc(0), { 'content-type': 'application/x-protobuf' })).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
  });

  it('may name its attributes as it likes', async () => {
    const attributes = ['__proto__', 'constructor', 'a.b'].map((key) => ({ key, value: { intValue: '9007199254740993' } }));
    await post(gzipSync(JSON.stringify(request([{ attributes, timeUnixNano: '0', severityNumber: 99 }], 'names'))), { 'content-encoding': 'gzip' });
    const [event] = await stage.stored(stage.acme, 'names');
    expect(Object.entries(event?.['attributes'] ?? {})).toEqual(['__proto__', 'constructor', 'a.b'].map((key) => [key, '9007199254740993']));
    expect(Object.keys(event ?? {})).toEqual(['attributes', 'resource']);
  });

  it.each([
    ['no JSON', 'application/json', 'nonsense'],
    ['an array', 'application/json', '[]'],
    ['records that are no list', 'application/json', '{"resourceLogs":{}}'],
    ['a list that breaks off', 'application/json', '{"resourceLogs":[{"scopeLogs":[}]}'],
    ['no protobuf', 'application/x-protobuf', 'nonsense'],
    ['a length beyond its end', 'application/x-protobuf', Buffer.from([0x0a, 0x7f, 0x00])],
    ['groups without an end', 'application/x-protobuf', Buffer.from([0x0b, 0x0b, 0x0b])],
  ])('that is %s is refused as a whole', async (_what, type, body) => {
    const answer = await post(body, { 'content-type': type });
    expect(answer.status).toBe(400);
    const status = type === 'application/json' ? jsonOf(answer) : messages.status.toObject(messages.status.decode(answer.bytes));
    expect(status).toMatchObject({ code: 3, message: expect.stringContaining('body.malformed') });
  });

  it('of millions of tiny records or groups is put down early', async () => {
    const began = performance.now();
    const records = gzipSync(inRequest(...Array.from({ length: 20_000 }, () => Buffer.alloc(0))));
    const groups = Buffer.alloc(4_000_000, Buffer.from([0x0a, 0x00]));
    for (const body of [records, gzipSync(delimited(1, Buffer.alloc(4_000_000, Buffer.from([0x12, 0x00])))), gzipSync(groups)]) {
      expect((await post(body, { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' })).status).toBe(413);
    }
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('may not grow by repeating what its records share', async () => {
    const shared = { key: 'k', value: { stringValue: 'x'.repeat(900_000) } };
    const body = { resourceLogs: [{ resource: { attributes: [shared] }, scopeLogs: [{ logRecords: Array.from({ length: 500 }, () => ({})) }] }] };
    expect((await post(JSON.stringify(body))).status).toBe(413);
  });

  it('is refused in the words of gRPC', async () => {
    const reader = await stage.newKey(['alert:read']);
    const answers = [
      await post('{}', { authorization: '' }),
      await post('{}', { authorization: `Bearer ${reader.secret}` }),
      await post('{}', { 'content-type': 'text/plain' }),
      await post('{}', { 'content-encoding': 'zstd' }),
    ];
    expect(answers.map((answer) => [answer.status, jsonOf(answer)['code']])).toEqual([[401, 16], [403, 7], [415, 3], [415, 3]]);
  });

  it('over the quota is told when to come back', async () => {
    const body = JSON.stringify(request(Array.from({ length: 9_000 }, () => ({ body: { stringValue: 'x' } })), 'many'));
    const answers = [await post(body), await post(body), await post(body)];
    const last = answers.at(-1);
    expect([last?.status, last && jsonOf(last)['code']]).toEqual([429, 8]);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  }, 30_000);
});
