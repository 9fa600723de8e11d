import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';
import { openFolder } from './folder';
import { openS3 } from './s3';
import type { StorageKey } from './storage-key';

export interface StoredObject {
  readonly key: StorageKey;
  /** Bytes. */
  readonly size: number;
}

/** Files by key, whole or not at all. Every method throws Outage('storage') when the store is late. */
export interface Storage {
  /** Replaces what was there. @throws Refusal `object.too_large` past `maxBytes`; then nothing is kept */
  put(key: StorageKey, body: Buffer | Readable): Promise<void>;
  /** @throws Refusal `object.not_found` */
  get(key: StorageKey): Promise<Readable>;
  has(key: StorageKey): Promise<boolean>;
  /** Gone afterwards, whether or not it was there. */
  delete(key: StorageKey): Promise<void>;
  /** Everything below a key, as below a folder. In the order of keys on S3, in any order in a folder. */
  list(prefix: StorageKey): AsyncIterable<StoredObject>;
  close(): Promise<void>;
}

export interface StorageOptions {
  /** `file:///folder` or `s3://bucket[/prefix]?region=…[&endpoint=https://…]`; an endpoint means path-style addresses. */
  readonly url: string;
  /** For S3; without them the client finds its own (environment of the machine, instance role). */
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Of one object; default 1 GiB. */
  readonly maxBytes?: number;
}

const GIB = 1024 ** 3;

/** @throws Error when the URL is neither. */
export function openStorage(options: StorageOptions): Storage {
  const url = new URL(options.url);
  const maxBytes = options.maxBytes ?? GIB;
  if (url.protocol === 'file:') return openFolder(fileURLToPath(url), maxBytes);
  if (url.protocol === 's3:') return openS3(url, maxBytes, options.keys);
  throw new Error('storage is at file:// or s3://');
}
