import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { feed } from '../../ingest/feed';
import { refuse } from '../../refusals';

const MOST_SENT = 2 * 1024 ** 3;
const MOST_UNPACKED = 20 * 1024 ** 3;
const RATIO = 200;
const RATIO_FROM = 16 * 1024 ** 2;

/**
 * A file as it flows, unpacked where it is gzip: by its header or by its own first bytes (people send `.log.gz` as it is).
 * @throws Refusal `upload.too_large`, `ingest.too_dense`, `body.unsupported_encoding`, `body.malformed_gzip`, `body.incomplete`
 */
export async function* unpackedFile(body: Readable, encoding: string | undefined): AsyncGenerator<{ readonly chunk: Buffer; readonly sent: number }> {
  const coding = (encoding ?? 'identity').trim().toLowerCase();
  if (coding !== 'identity' && coding !== 'gzip' && coding !== 'x-gzip') throw refuse('body.unsupported_encoding');
  const sent = { bytes: 0 };
  const chunks = counted(body, sent);
  const first = await chunks.next();
  if (first.done) return;
  const packed = first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (coding !== 'identity' && !packed) throw refuse('body.malformed_gzip');
  const whole = rejoined(first.value, chunks);
  if (!packed) for await (const chunk of whole) yield { chunk, sent: sent.bytes };
  else yield* gunzipped(whole, sent);
}

async function* counted(body: Readable, sent: { bytes: number }): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      sent.bytes += (chunk as Buffer).length;
      if (sent.bytes > MOST_SENT) throw refuse('upload.too_large');
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') throw refuse('body.incomplete');
    throw error;
  }
}

async function* rejoined(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* gunzipped(chunks: AsyncGenerator<Buffer>, sent: { readonly bytes: number }): AsyncGenerator<{ chunk: Buffer; sent: number }> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  let failed: unknown;
  const feeding = feed(chunks, gunzip).catch((error: unknown) => {
    failed = error;
    gunzip.destroy();
  });
  let unpacked = 0;
  try {
    for await (const chunk of gunzip) {
      unpacked += (chunk as Buffer).length;
      if (unpacked > MOST_UNPACKED) throw refuse('upload.too_large');
      if (unpacked > RATIO_FROM && unpacked > sent.bytes * RATIO) throw refuse('ingest.too_dense');
      yield { chunk: chunk as Buffer, sent: sent.bytes };
    }
  } catch (error) {
    if (failed !== undefined) throw failed;
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw refuse('body.malformed_gzip');
    throw error;
  } finally {
    gunzip.destroy();
    await feeding;
  }
  if (failed !== undefined) throw failed;
}
