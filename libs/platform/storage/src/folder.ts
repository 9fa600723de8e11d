import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { newId, Outage } from '@vedette/kernel';
import { refuse } from './refuse';
import { isRefusal, spool } from './spool';
import type { Storage, StoredObject } from './storage';
import { readKey } from './storage-key';
import type { StorageKey } from './storage-key';

/** Where unfinished writes are; `.` cannot begin a part of a key. */
const UNFINISHED = '.unfinished';

/** A local folder: the default, and what one machine needs. */
export function openFolder(root: string, maxBytes: number): Storage {
  const place = path.resolve(root);
  const fileOf = (key: StorageKey): string => {
    // The brand says that it was made of checked parts; a cast must not be enough to leave the folder.
    if (readKey(key) === undefined) throw new Error('not a storage key');
    return path.join(place, ...key.split('/'));
  };
  return {
    async put(key, body) {
      const file = fileOf(key);
      const unfinished = path.join(place, UNFINISHED, newId());
      try {
        await mkdir(path.dirname(unfinished), { recursive: true, mode: 0o700 });
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await spool(body, unfinished, maxBytes);
        await rename(unfinished, file);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw isRefusal(error) ? error : new Outage('storage', error);
      }
    },
    async get(key) {
      const handle = await open(fileOf(key), 'r').catch((error: unknown) => {
        throw codeOf(error) === 'ENOENT' ? refuse('object.not_found') : new Outage('storage', error);
      });
      return createReadStream('', { fd: handle });
    },
    async has(key) {
      const found = await stat(fileOf(key)).catch(absent);
      return found?.isFile() ?? false;
    },
    async delete(key) {
      await rm(fileOf(key), { force: true }).catch((error: unknown) => {
        throw new Outage('storage', error);
      });
    },
    list: (prefix) => walk(place, fileOf(prefix)),
    close: () => Promise.resolve(),
  };
}

async function* walk(place: string, folder: string): AsyncGenerator<StoredObject> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(absent)) ?? [];
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(place, file);
    if (!entry.isFile()) continue;
    const key = readKey(path.relative(place, file).split(path.sep).join('/'));
    const found = key && (await stat(file).catch(absent));
    if (key && found) yield { key, size: found.size };
  }
}

/** For what is not there (any more). */
function absent(error: unknown): undefined {
  if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
  throw new Outage('storage', error);
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
