import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from '@vedette/kernel';
import type { Clock, TenantId } from '@vedette/kernel';
import type { Storage, StorageKey } from '@vedette/storage';

/** An object as a local file, there until it is released. */
export interface Held {
  readonly path: string;
  release(): Promise<void>;
}

interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly since: number;
  holders: number;
}

/** So long may a copy outlive its object: another process may have erased it. */
const OLDEST = 24 * 3_600_000;
const UNFINISHED = '.unfinished';

/** Copies of objects, one folder a tenant; the least recently used go first. Objects never change under their key. */
export class FileCache {
  /** In the order of last use. */
  readonly #entries = new Map<StorageKey, Entry>();
  readonly #arriving = new Map<StorageKey, { waiters: number; readonly entry: Promise<Entry> }>();
  #bytes = 0;

  constructor(
    private readonly folder: string,
    private readonly storage: Storage,
    private readonly maxBytes: number,
    private readonly clock: Clock,
  ) {}

  /** Bytes on disk: more than `maxBytes` only while that much is in use at once. */
  get bytes(): number {
    return this.#bytes;
  }

  folderOf(tenantId: TenantId): string {
    return path.join(this.folder, tenantId);
  }

  /** @throws Outage, Refusal `object.not_found`, Error when the object is not of the size that is expected */
  async hold(tenantId: TenantId, key: StorageKey, bytes: number): Promise<Held> {
    const known = this.#entries.get(key);
    if (known) known.holders += 1;
    const entry = known ?? (await this.#arrival(tenantId, key, bytes));
    // Counted on arrival for all who waited: else one waiter's release could drop it before the next has it.
    if (this.#entries.get(key) === entry) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    let held = true;
    return {
      path: entry.path,
      release: async () => {
        if (held) entry.holders -= 1;
        held = false;
        await this.#trim(0);
      },
    };
  }

  /** Forgets a copy; who holds it may find it unreadable. */
  async drop(key: StorageKey): Promise<void> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    await rm(entry.path, { force: true });
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#arriving.values()].map((each) => each.entry));
  }

  #arrival(tenantId: TenantId, key: StorageKey, bytes: number): Promise<Entry> {
    const arriving = this.#arriving.get(key) ?? { waiters: 0, entry: this.#fetch(tenantId, key, bytes) };
    arriving.waiters += 1;
    this.#arriving.set(key, arriving);
    return arriving.entry;
  }

  async #fetch(tenantId: TenantId, key: StorageKey, bytes: number): Promise<Entry> {
    const [home, waiting] = [this.folderOf(tenantId), path.join(this.folder, UNFINISHED)];
    const unfinished = path.join(waiting, newId());
    // The key's last two parts, day and file: safe names by the rules of keys.
    const file = path.join(home, key.split('/').slice(-2).join('_'));
    try {
      for (const each of [home, waiting]) await mkdir(each, { recursive: true, mode: 0o700 });
      await this.#trim(bytes);
      const source = await this.storage.get(key);
      await pipeline(source, noMoreThan(bytes), createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }));
      const { size } = await stat(unfinished);
      if (size !== bytes) throw new Error(`an object of ${bytes} bytes has ${size}`);
      await rename(unfinished, file);
    } catch (error) {
      this.#arriving.delete(key);
      await rm(unfinished, { force: true });
      throw error;
    }
    const entry: Entry = { path: file, bytes, since: this.clock.now(), holders: this.#arriving.get(key)?.waiters ?? 0 };
    this.#arriving.delete(key);
    this.#entries.set(key, entry);
    this.#bytes += bytes;
    return entry;
  }

  async #trim(room: number): Promise<void> {
    const stale = this.clock.now() - OLDEST;
    for (const [key, entry] of this.#entries) {
      if (entry.holders === 0 && (entry.since < stale || this.#bytes + room > this.maxBytes)) await this.drop(key);
    }
  }
}

function noMoreThan(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > bytes ? new Error(`an object of ${bytes} bytes has more`) : null, chunk);
    },
  });
}
