import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { dateFrom, newTenantId } from '@vedette/kernel';
import { openStorage, tenantKey } from '@vedette/storage';
import type { Storage, StorageKey } from '@vedette/storage';
import { FileCache } from './file-cache';

const root = mkdtempSync(path.join(tmpdir(), 'vedette-cache-'));
const tenant = newTenantId();
const key = (name: string): StorageKey => tenantKey(tenant, 'lake', '2026-01-31', name);
let storage: Storage;
let now = 0;
let fetched: string[] = [];
let cache: FileCache;
let place = 0;

beforeAll(async () => {
  storage = openStorage({ url: pathToFileURL(path.join(root, 'kept')).toString() });
  for (const name of ['a', 'b', 'c', 'd']) await storage.put(key(name), Buffer.alloc(40, name));
});
beforeEach(() => {
  [now, fetched, place] = [0, [], place + 1];
  const watched = { ...storage, get: (asked: StorageKey) => (fetched.push(asked.slice(-1)), storage.get(asked)) };
  cache = new FileCache(path.join(root, `copies-${place}`), watched, 100, { now: () => now, date: () => dateFrom(now) });
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function use(...names: string[]): Promise<void> {
  for (const name of names) await (await cache.hold(tenant, key(name), 40)).release();
}

const onDisk = (): number => readdirSync(cache.folderOf(tenant)).reduce((sum, name) => sum + statSync(path.join(cache.folderOf(tenant), name)).size, 0);

describe('copies of objects', () => {
  it('are fetched once, and go when others need their room, the least recently used first', async () => {
    await use('a', 'b', 'a', 'b', 'a', 'c', 'a', 'b');
    expect(fetched).toEqual(['a', 'b', 'c', 'b']);
    expect([cache.bytes, onDisk()]).toEqual([80, 80]);
  });

  it('stay while they are in use, even past the bound, and no longer', async () => {
    const held = [];
    for (const name of ['a', 'b', 'c', 'd']) held.push(await cache.hold(tenant, key(name), 40));
    expect([cache.bytes, onDisk()]).toEqual([160, 160]);
    for (const each of held) await each.release();
    for (const each of held) await each.release();
    expect([cache.bytes, onDisk()]).toEqual([80, 80]);
  });

  it('are fetched once for all who wait for them', async () => {
    const held = await Promise.all([1, 2, 3].map(() => cache.hold(tenant, key('a'), 40)));
    expect(fetched).toEqual(['a']);
    await held[0]?.release();
    await use('b', 'c');
    expect(statSync(held[1]?.path ?? '').size).toBe(40);
    for (const each of held) await each.release();
    await use('b', 'c');
    expect(cache.bytes).toBe(80);
  });

  it('do not outlive a day, since another process may have erased the object', async () => {
    await use('a');
    now = 86_400_001;
    await use('b', 'a');
    expect(fetched).toEqual(['a', 'b', 'a']);
  });

  it('are refused when they are not of the size that the catalogue knows, and nothing of them stays', async () => {
    await expect(cache.hold(tenant, key('a'), 39)).rejects.toThrow('39 bytes');
    await expect(cache.hold(tenant, key('a'), 41)).rejects.toThrow('41 bytes');
    await expect(cache.hold(tenant, key('zz'), 40)).rejects.toMatchObject({ code: 'object.not_found' });
    expect([cache.bytes, onDisk(), readdirSync(path.join(root, `copies-${place}`, '.unfinished'))]).toEqual([0, 0, []]);
    await use('a');
    expect(cache.bytes).toBe(40);
  });
});
