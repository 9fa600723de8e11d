import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

export const MAX_SEGMENT_EVENTS = 5_000;
/** Before compression; one event may be a megabyte, so the count alone would not bound the detector's memory. */
export const MAX_SEGMENT_BYTES = 8 * 1_048_576;

/** The events of a segment as one gzip block of lines. Level 1: a third of the time of level 6 for a tenth more bytes. */
export async function packSegment(frames: readonly Buffer[]): Promise<{ body: Buffer; rawBytes: number }> {
  const lines: Buffer[] = [];
  for (const frame of frames) lines.push(frame, newline);
  const raw = Buffer.concat(lines);
  return { body: await compress(raw, { level: constants.Z_BEST_SPEED }), rawBytes: raw.length };
}

const newline = Buffer.from('\n');

/** Its lines again. Never inflates to more than was packed: a row that lies about its size is an error, not a bomb. */
export async function unpackSegment(body: Buffer, rawBytes: number): Promise<string[]> {
  const raw = await decompress(body, { maxOutputLength: rawBytes });
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
