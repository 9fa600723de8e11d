import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { openBytes } from './byte-source';
import type { EnvelopeMode } from './envelope';
import type { EventTally } from './read-events';
import { readEvents } from './read-events';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'vedette-events-'))));
afterEach(() => rmSync(folder, { recursive: true }));

interface Read {
  readonly events: [number, unknown][];
  readonly tally: EventTally;
}

async function read(contents: Buffer | string, options: { envelope?: EnvelopeMode; stdin?: boolean; seen?: [number, unknown][]; enough?: number } = {}): Promise<Read> {
  const file = path.join(folder, 'events');
  if (!options.stdin) writeFileSync(file, contents);
  const source = options.stdin ? openBytes('-', Readable.from([Buffer.from(contents)])) : openBytes(file, Readable.from([]));
  const events: [number, unknown][] = options.seen ?? [];
  const tally = await readEvents(source, {
    envelope: options.envelope ?? 'auto',
    take: (event, line) => events.push([line, event]),
    between: async () => events.length < (options.enough ?? Infinity),
    signal: new AbortController().signal,
  });
  return { events, tally };
}

const two = '{"a":1}\n{"a":2}\n';

describe('reading events', () => {
  it.each([
    ['plain', two],
    ['packed by gzip', gzipSync(two)],
    ['packed in two members', Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"a":2}\n')])],
    ['with lines as Windows ends them', '{"a":1}\r\n{"a":2}\r\n'],
    ['without an end of the last line', '{"a":1}\n{"a":2}'],
  ])('takes one event a line, %s', async (_form, contents) => {
    for (const stdin of [false, true]) expect((await read(contents, { stdin })).events).toEqual([[1, { a: 1 }], [2, { a: 2 }]]);
  });

  it('counts what was unpacked', async () => {
    expect((await read(gzipSync(two))).tally).toEqual({ events: 2, bytes: two.length, bad: 0, badLines: [] });
  });

  it('goes on after lines that hold no event, and says which they were', async () => {
    const { events, tally } = await read('{"a":1}\n{broken\n\n[1]\n"text"\nnull\n{"a":2}\n');
    expect(events).toEqual([[1, { a: 1 }], [7, { a: 2 }]]);
    expect(tally.bad).toBe(4);
    expect(tally.badLines).toEqual([
      { line: 2, reason: 'not JSON' },
      { line: 4, reason: 'a list; an event is one object' },
      { line: 5, reason: 'no object' },
      { line: 6, reason: 'no object' },
    ]);
  });

  it('skips a line of more than 16 MB', async () => {
    const { events, tally } = await read(`{"a":1}\n{"a":"${'x'.repeat(17_000_000)}"}\n{"a":2}\n`);
    expect(events).toEqual([[1, { a: 1 }], [3, { a: 2 }]]);
    expect(tally.badLines).toEqual([{ line: 2, reason: 'longer than 16 MB' }]);
  });

  it('takes events out of their envelopes', async () => {
    const { events } = await read('{"i":7,"event":{"a":1},"rules":[]}\n{"event":"text","b":1}\n');
    expect(events).toEqual([[1, { a: 1 }], [2, { event: 'text', b: 1 }]]);
  });

  it('leaves Elastic documents whole, whose `event` is a part of them', async () => {
    const document = { '@timestamp': '2026-01-01T00:00:00Z', event: { code: 1 } };
    expect((await read(JSON.stringify(document))).events).toEqual([[1, document]]);
    expect((await read(JSON.stringify(document), { envelope: 'always' })).events).toEqual([[1, { code: 1 }]]);
    expect((await read('{"event":{"a":1}}', { envelope: 'never' })).events).toEqual([[1, { event: { a: 1 } }]]);
    expect((await read('{"a":1}', { envelope: 'always' })).tally.badLines).toEqual([{ line: 1, reason: 'no object under "event"' }]);
  });

  it('gives all that came before a gzip stream breaks off, and says that it did', async () => {
    const random = Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ index, at: Math.sin(index) })).join('\n');
    const packed = gzipSync(random);
    const seen: [number, unknown][] = [];
    await expect(read(packed.subarray(0, packed.length - 20_000), { seen })).rejects.toThrow(/events: the gzip stream ends too early/);
    expect(seen.length).toBeGreaterThan(1_000);
    expect(seen.every(([line, event]) => (event as { index: number }).index === line - 1)).toBe(true);
  });

  it('says that a gzip stream is damaged', async () => {
    const packed = gzipSync(two);
    packed.fill(0xff, 10, 16);
    await expect(read(packed)).rejects.toThrow(/events: the gzip stream is damaged/);
  });

  it.each([
    ['UTF-16', Buffer.from('\u{feff}{"a":1}\n', 'utf16le'), /events: it is UTF-16/],
    ['a zip', Buffer.from('PK\u0003\u0004....'), /events: it is a zip/],
  ])('says that it is %s, not that each line is no JSON', async (_what, contents, message) => {
    await expect(read(contents)).rejects.toThrow(message);
  });

  it('says what is wrong with a path', () => {
    expect(() => openBytes(path.join(folder, 'absent'), Readable.from([]))).toThrow(/absent: there is no such file or folder/);
    expect(() => openBytes(folder, Readable.from([]))).toThrow(/it is a folder/);
  });

  it('reads nothing from an empty file, and ends when enough was seen', async () => {
    expect((await read('')).tally.events).toBe(0);
    const many = `${'{"a":1}\n'.repeat(600_000)}`;
    expect((await read(many, { enough: 1 })).tally.events).toBeLessThan(200_000);
  });

  it('ends when it is asked to, though the next line never comes', async () => {
    const abort = new AbortController();
    const source = openBytes('-', new Readable({ read: () => undefined }));
    setTimeout(() => abort.abort('SIGINT'), 20);
    const tally = await readEvents(source, { envelope: 'auto', take: () => undefined, between: async () => true, signal: abort.signal });
    expect(tally.events).toBe(0);
  });
});
