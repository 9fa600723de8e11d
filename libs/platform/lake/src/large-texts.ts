import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { Outage } from '@vedette/kernel';

/**
 * Events above this many bytes of UTF-8 lie outside of the Parquet file: DuckDB takes 2,048 rows at a time and a row group whole, and a few
 * thousand events of a megabyte, which a sender is free to send, would fit into no memory. Measured: with 1 GB, 16 KB goes, 32 KB does not.
 */
const LONGEST_INSIDE = 16_384;
const LONGEST = 64 * 1024 * 1024;

export function isLarge(text: string): boolean {
  return text.length * 3 > LONGEST_INSIDE && (text.length > LONGEST_INSIDE || Buffer.byteLength(text) > LONGEST_INSIDE);
}

/** Bytes of the file of large texts. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

export interface LargeTexts {
  add(text: string): Promise<Place>;
  close(): Promise<void>;
}

/** One deflated text after the other, each to be read alone. */
export function createLargeTexts(path: string): LargeTexts {
  let opened: ReturnType<typeof open> | undefined;
  let end = 0;
  return {
    async add(text) {
      const bytes = Buffer.from(text);
      if (bytes.length > LONGEST) throw new Error('an event of more than 64 MB');
      const packed = await promisify(deflateRaw)(bytes, { level: 1 });
      const file = await (opened ??= open(path, 'wx', 0o600));
      const from = end;
      await file.writeFile(packed);
      end += packed.length;
      return { from, to: end };
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

/** @throws Outage for what is not there */
export async function readLargeText(path: string, { from, to }: Place): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const packed = Buffer.alloc(to - from);
    const { bytesRead } = await file.read(packed, 0, packed.length, from);
    if (bytesRead !== packed.length) throw new Error('the file of large events is too short');
    return await promisify(inflateRaw)(packed, { maxOutputLength: LONGEST });
  } catch (error) {
    throw new Outage('lake', error);
  } finally {
    await file.close();
  }
}
