import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Outage } from '@vedette/kernel';
import { refuse } from './refuse';
import { isRefusal, spool } from './spool';
import type { Storage, StorageOptions, StoredObject } from './storage';
import { readKey } from './storage-key';
import type { StorageKey } from './storage-key';

/** S3, or whatever speaks its protocol at `endpoint`. */
export function openS3(url: URL, maxBytes: number, keys: StorageOptions['keys']): Storage {
  const Bucket = url.hostname;
  const folder = url.pathname.replace(/^\/+|\/+$/g, '');
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  const client = new S3Client({
    region: url.searchParams.get('region') ?? 'us-east-1',
    endpoint,
    forcePathStyle: endpoint !== undefined,
    credentials: keys,
    maxAttempts: 3,
    // Other implementations of the protocol do not know the newer checksum trailers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000 },
  });
  const nameOf = (key: StorageKey): string => {
    if (readKey(key) === undefined) throw new Error('not a storage key');
    return folder === '' ? key : `${folder}/${key}`;
  };
  const ask = async <T>(question: Promise<T>): Promise<T> => {
    try {
      return await question;
    } catch (error) {
      if (isRefusal(error)) throw error;
      throw missing(error) ? refuse('object.not_found') : new Outage('storage', error);
    }
  };
  return {
    put: (key, body) => ask(upload(client, { Bucket, Key: nameOf(key) }, body, maxBytes)),
    async get(key) {
      const { Body } = await ask(client.send(new GetObjectCommand({ Bucket, Key: nameOf(key) })));
      if (!(Body instanceof Readable)) throw new Outage('storage', new Error('an object without a body'));
      return Body;
    },
    async has(key) {
      try {
        await ask(client.send(new HeadObjectCommand({ Bucket, Key: nameOf(key) })));
        return true;
      } catch (error) {
        if (isRefusal(error)) return false;
        throw error;
      }
    },
    async delete(key) {
      await ask(client.send(new DeleteObjectCommand({ Bucket, Key: nameOf(key) })));
    },
    list: (prefix) => pages(client, Bucket, nameOf(prefix), folder),
    close: async () => client.destroy(),
  };
}

/** A body without a known length waits on disk: the protocol wants the length first. */
async function upload(client: S3Client, target: { Bucket: string; Key: string }, body: Buffer | Readable, maxBytes: number): Promise<void> {
  if (Buffer.isBuffer(body)) {
    if (body.length > maxBytes) throw refuse('object.too_large', { limit: maxBytes });
    await client.send(new PutObjectCommand({ ...target, Body: body }));
    return;
  }
  const waiting = await mkdtemp(path.join(tmpdir(), 'vedette-upload-'));
  try {
    const file = path.join(waiting, 'body');
    const ContentLength = await spool(body, file, maxBytes);
    await client.send(new PutObjectCommand({ ...target, Body: createReadStream(file), ContentLength }));
  } finally {
    await rm(waiting, { recursive: true, force: true });
  }
}

async function* pages(client: S3Client, Bucket: string, name: string, folder: string): AsyncGenerator<StoredObject> {
  try {
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: `${name}/` })) {
      for (const found of page.Contents ?? []) {
        const key = readKey((found.Key ?? '').slice(folder === '' ? 0 : folder.length + 1));
        if (key) yield { key, size: found.Size ?? 0 };
      }
    }
  } catch (error) {
    throw new Outage('storage', error);
  }
}

function missing(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound');
}
