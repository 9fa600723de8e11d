import { createHash } from 'node:crypto';
import { GRAM_BYTES } from './grams';

/** Rows of a block; also of a Parquet row group, so that a block left out is not read at all. */
export const BLOCK_ROWS = 16_384;

/** What is known of consecutive rows of a file without reading them. */
export interface Block {
  readonly firstAt: number;
  readonly lastAt: number;
  /** Some event of it is `opaque` or `slashed` (see `escapesOf`). */
  readonly opaque: boolean;
  readonly slashed: boolean;
  /** By searched column, as bits: its values are not in the set (too many, or not ASCII). */
  readonly unlisted: number;
  readonly grams: Uint8Array;
}

const MAGIC = 'VLB1';
const HEADER = 12;
const BLOCK = 24 + GRAM_BYTES;
const DIGEST = 32;

export function indexBytes(rows: number): number {
  return HEADER + Math.ceil(rows / BLOCK_ROWS) * BLOCK + DIGEST;
}

/** `VLB1`, rows (u64), then by block: first and last time (f64), flags and unlisted columns (u32), grams; SHA-256 of all. */
export function encodeIndex(rows: number, blocks: readonly Block[]): Buffer {
  const bytes = Buffer.alloc(indexBytes(rows));
  bytes.write(MAGIC, 'latin1');
  bytes.writeBigUInt64LE(BigInt(rows), 4);
  for (const [place, block] of blocks.entries()) {
    const start = HEADER + place * BLOCK;
    bytes.writeDoubleLE(block.firstAt, start);
    bytes.writeDoubleLE(block.lastAt, start + 8);
    bytes.writeUInt32LE((block.opaque ? 1 : 0) | (block.slashed ? 2 : 0), start + 16);
    bytes.writeUInt32LE(block.unlisted, start + 20);
    bytes.set(block.grams, start + 24);
  }
  bytes.set(digest(bytes), bytes.length - DIGEST);
  return bytes;
}

/** Undefined for anything but a whole index of a file of so many rows: then the file is read in full. */
export function decodeIndex(bytes: Buffer, rows: number): Block[] | undefined {
  if (bytes.length !== indexBytes(rows) || bytes.toString('latin1', 0, 4) !== MAGIC) return undefined;
  if (bytes.readBigUInt64LE(4) !== BigInt(rows) || !digest(bytes).equals(bytes.subarray(-DIGEST))) return undefined;
  return Array.from({ length: Math.ceil(rows / BLOCK_ROWS) }, (_, place) => {
    const start = HEADER + place * BLOCK;
    const flags = bytes.readUInt32LE(start + 16);
    return {
      firstAt: bytes.readDoubleLE(start),
      lastAt: bytes.readDoubleLE(start + 8),
      opaque: (flags & 1) !== 0,
      slashed: (flags & 2) !== 0,
      unlisted: bytes.readUInt32LE(start + 20),
      grams: bytes.subarray(start + 24, start + BLOCK),
    };
  });
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes.subarray(0, bytes.length - DIGEST)).digest();
}
