import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '@vedette/kernel';
import { refuse } from './refuse';

/** Writes a body to a new file and flushes it to disk. Answers its size. @throws Refusal `object.too_large` */
export async function spool(body: Buffer | Readable, file: string, maxBytes: number): Promise<number> {
  let size = 0;
  const meter = new Transform({
    transform(chunk: Buffer | string, _encoding, done) {
      size += Buffer.byteLength(chunk);
      done(size > maxBytes ? refuse('object.too_large', { limit: maxBytes }) : null, chunk);
    },
  });
  const source = Buffer.isBuffer(body) ? Readable.from([body]) : body;
  // `wx`: a name that exists, or a link that somebody planted, is not written through.
  await pipeline(source, meter, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  const handle = await open(file, 'r');
  await handle.sync().finally(() => handle.close());
  return size;
}

export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal;
}
