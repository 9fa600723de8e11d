import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { newTenantId } from '@vedette/kernel';
import S3rver from 's3rver';
import { openStorage } from './storage';
import type { Storage } from './storage';
import { sharedKey, tenantKey } from './storage-key';
import type { StorageKey } from './storage-key';

const folder = mkdtempSync(join(tmpdir(), 'vedette-storage-'));
const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
let server: S3rver;
let endpoint: string;

beforeAll(async () => {
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: mkdtempSync(join(tmpdir(), 'vedette-s3rver-')),
    configureBuckets: [{ name: 'vedette', configs: [] }],
  });
  const { port } = await server.run();
  endpoint = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  server.httpServer.closeAllConnections();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function read(stream: Readable): Promise<string> {
  return Buffer.concat(await stream.toArray()).toString();
}

async function all(storage: Storage, prefix: StorageKey) {
  const found = [];
  for await (const each of storage.list(prefix)) found.push(each);
  return found.sort((one, other) => (one.key < other.key ? -1 : 1));
}

describe.each([
  ['a local folder', () => openStorage({ url: pathToFileURL(join(folder, 'kept')).toString(), maxBytes: 1_000_000 })],
  ['S3', () => openStorage({ url: `s3://vedette/some/prefix?endpoint=${encodeURIComponent(endpoint)}`, keys, maxBytes: 1_000_000 })],
])('storage in %s', (_, open) => {
  let storage: Storage;
  const [acme, globex] = [newTenantId(), newTenantId()];
  beforeAll(() => {
    storage = open();
  });
  afterAll(() => storage.close());

  it('gives back what was put, from a buffer or a stream, and replaces it', async () => {
    const key = tenantKey(acme, 'lake', 'day=2026-01-31', 'part-1.parquet');
    await storage.put(key, Buffer.from('first'));
    expect(await read(await storage.get(key))).toBe('first');
    await storage.put(key, Readable.from([Buffer.from('sec'), Buffer.from('ond')]));
    expect(await read(await storage.get(key))).toBe('second');
    expect(await storage.has(key)).toBe(true);
  });

  it('refuses what is not there, and deletes it all the same', async () => {
    const key = tenantKey(acme, 'nothing');
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'object.not_found' });
    expect(await storage.has(key)).toBe(false);
    await storage.delete(key);
    await storage.put(key, Buffer.from('x'));
    await storage.delete(key);
    expect(await storage.has(key)).toBe(false);
  });

  it("lists one tenant's objects below a prefix, and no other's", async () => {
    const tenant = newTenantId();
    for (const name of ['a', 'b']) await storage.put(tenantKey(tenant, 'reports', name), Buffer.from(name.repeat(3)));
    await storage.put(tenantKey(tenant, 'reports-old', 'c'), Buffer.from('c'));
    await storage.put(tenantKey(globex, 'reports', 'd'), Buffer.from('d'));
    expect(await all(storage, tenantKey(tenant, 'reports'))).toEqual([
      { key: tenantKey(tenant, 'reports', 'a'), size: 3 },
      { key: tenantKey(tenant, 'reports', 'b'), size: 3 },
    ]);
    expect(await all(storage, tenantKey(tenant))).toHaveLength(3);
    expect(await all(storage, tenantKey(newTenantId()))).toEqual([]);
  });

  it('keeps nothing of what is too large', async () => {
    const key = sharedKey('packs', 'huge');
    const flood = Readable.from(Array.from({ length: 200 }, () => Buffer.alloc(10_000)));
    await expect(storage.put(key, flood)).rejects.toMatchObject({ code: 'object.too_large' });
    await expect(storage.put(key, Buffer.alloc(1_000_001))).rejects.toMatchObject({ code: 'object.too_large' });
    expect(await storage.has(key)).toBe(false);
  });

  it('keeps nothing of a stream that broke, and what was there before stays', async () => {
    const key = sharedKey('packs', 'broken');
    await storage.put(key, Buffer.from('whole'));
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the sender went away');
      })(),
    );
    await expect(storage.put(key, broken)).rejects.toThrow();
    expect(await read(await storage.get(key))).toBe('whole');
  });

  it('is not led elsewhere by a text that only claims to be a key', async () => {
    writeFileSync(join(folder, 'secret'), 'secret');
    for (const text of ['../secret', 't/../../secret', `t/${acme}/../../../secret`, '/etc/passwd', '', 'shared/./x', 'shared\\..\\x']) {
      await expect((async () => storage.get(text as StorageKey))()).rejects.toThrow('not a storage key');
    }
  });
});

describe('storage keys', () => {
  it.each(['..', '.', '', 'a/b', 'a\\b', '.hidden', '-rf', 'a\0b', 'ä', 'x'.repeat(129)])('refuse %p as a part', (part) => {
    expect(() => tenantKey(newTenantId(), part)).toThrow('plain names');
    expect(() => sharedKey('packs', part)).toThrow('plain names');
  });
});

describe('a store that is not there', () => {
  it('is an outage', async () => {
    const lost = openStorage({ url: 's3://vedette?endpoint=http://127.0.0.1:1', keys });
    await expect(lost.get(sharedKey('x'))).rejects.toMatchObject({ name: 'Outage', dependency: 'storage' });
    await lost.close();
  });

  it('leaves no unfinished files behind in a folder', () => {
    expect(readdirSync(join(folder, 'kept', '.unfinished'))).toEqual([]);
  });
});
