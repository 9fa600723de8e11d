import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { refuse } from '../refusals';
import { feed } from './feed';

export const bodyLimits = {
  /** As sent. */
  sentBytes: 10 * 1024 * 1024,
  /** Unpacked. */
  bytes: 100 * 1024 * 1024,
  /** Unpacked ÷ sent; gzip reaches 1,032, logs about 30. */
  ratio: 200,
  /** So small a body may be as dense as it likes. */
  ratioFromBytes: 1024 * 1024,
} as const;

/**
 * The whole body, unpacked. It is measured as it flows, so that a bomb is put down after the first blocks and not after
 * it has gone off.
 * @throws Refusal `ingest.too_large`, `ingest.too_dense`, `body.unsupported_encoding`, `body.malformed_gzip`, `body.incomplete`
 */
export async function readBody(body: Readable, encoding: string | undefined, announced: string | undefined): Promise<Buffer> {
  const coding = (encoding ?? 'identity').trim().toLowerCase();
  if (coding !== 'identity' && coding !== 'gzip' && coding !== 'x-gzip') throw refuse('body.unsupported_encoding');
  if (Number(announced) > bodyLimits.sentBytes) throw refuse('ingest.too_large');
  const sent = new Sent();
  return coding === 'identity' ? collect(sent.counted(body), sent, false) : collect(unpacked(body, sent), sent, true);
}

class Sent {
  bytes = 0;

  async *counted(body: Readable): AsyncGenerator<Buffer> {
    try {
      // A refusal must reach the sender, so the connection outlives the reading.
      for await (const chunk of body.iterator({ destroyOnReturn: false })) {
        this.bytes += (chunk as Buffer).length;
        if (this.bytes > bodyLimits.sentBytes) throw refuse('ingest.too_large');
        yield chunk as Buffer;
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') throw refuse('body.incomplete');
      throw error;
    }
  }
}

async function* unpacked(body: Readable, sent: Sent): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  let failed: unknown;
  const feeding = feed(sent.counted(body), gunzip).catch((error: unknown) => {
    failed = error;
    gunzip.destroy();
  });
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch {
    if (failed === undefined) throw refuse('body.malformed_gzip');
  } finally {
    gunzip.destroy();
  }
  await feeding;
  if (failed !== undefined) throw failed;
}

async function collect(chunks: AsyncGenerator<Buffer>, sent: Sent, packed: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > bodyLimits.bytes) throw refuse('ingest.too_large');
    if (packed && bytes > bodyLimits.ratioFromBytes && bytes > sent.bytes * bodyLimits.ratio) throw refuse('ingest.too_dense');
    parts.push(chunk);
  }
  return Buffer.concat(parts, bytes);
}
