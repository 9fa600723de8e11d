import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip } from 'node:zlib';

const compress = promisify(brotliCompress);
const unpack = { br: promisify(brotliDecompress), gzip: promisify(gunzip) };

export const MAX_SEGMENT_EVENTS = 5_000;
/** Before compression; one event may be a megabyte, so the count alone would not bound the detector's memory. */
export const MAX_SEGMENT_BYTES = 8 * 1_048_576;

/** The body of a segment as it is stored; gzip is what was written until November 2026. */
export interface StoredBody {
  readonly encoding: 'br' | 'gzip';
  readonly body: Buffer;
  /** Unpacked. */
  readonly raw_bytes: number;
}

/** Brotli's fast level: beside gzip's less than half of the time and little more than half of the bytes, on logs. */
const QUALITY = 1;
/** A window of a megabyte: events of a post are alike. */
const WINDOW_BITS = 20;
const CHUNK_BYTES = 262_144;

/** The events of a segment as one block of lines. */
export async function packSegment(frames: readonly Buffer[]): Promise<StoredBody> {
  const lines: Buffer[] = [];
  for (const frame of frames) lines.push(frame, newline);
  const raw = Buffer.concat(lines);
  const body = await compress(raw, {
    chunkSize: CHUNK_BYTES,
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
  });
  return { encoding: 'br', body, raw_bytes: raw.length };
}

const newline = Buffer.from('\n');

/** Its lines again. Never inflates to more than was packed: a row that lies about its size is an error, not a bomb. */
export async function unpackSegment({ encoding, body, raw_bytes }: StoredBody): Promise<string[]> {
  const raw = await unpack[encoding](body, { chunkSize: CHUNK_BYTES, maxOutputLength: raw_bytes });
  const lines = raw.toString('utf8').split('\n');
  lines.pop();
  return lines;
}

/** Cuts a post into runs of frames that fit a segment each, in order. */
export function cutIntoSegments(frames: readonly Buffer[]): Buffer[][] {
  const runs: Buffer[][] = [];
  let run: Buffer[] = [];
  let bytes = 0;
  for (const frame of frames) {
    if (run.length === MAX_SEGMENT_EVENTS || (run.length > 0 && bytes + frame.length > MAX_SEGMENT_BYTES)) {
      runs.push(run);
      run = [];
      bytes = 0;
    }
    run.push(frame);
    bytes += frame.length + 1;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}
