import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { faultOf, InputFault } from '../terminal/input-fault';

const pieceBytes = 1_048_576;

/** Bytes of a file or of standard input, unpacked where they were packed by gzip. */
export interface ByteSource {
  /** How it is called in messages. */
  readonly name: string;
  readonly chunks: AsyncIterable<Buffer>;
  /** How much of it was read, 0 to 1; absent when nobody knows how much there is. */
  readonly share?: () => number;
  /** Lets go of it before its end. */
  close(): void;
}

function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/** Why text cannot be read from bytes that begin like this, or null. */
function headRefusal(head: Buffer): string | null {
  if (head.length < 4) return null;
  if (head.readUInt16BE(0) === 0xfffe || head.readUInt16BE(0) === 0xfeff) return 'it is UTF-16; make it UTF-8 (iconv -f utf-16 -t utf-8)';
  const magic = head.readUInt32BE(0);
  if (magic === 0x504b0304) return 'it is a zip; unpack it (unzip -p)';
  if (magic === 0x28b52ffd) return 'it is packed by zstd; unpack it (zstdcat)';
  if (magic === 0xfd377a58) return 'it is packed by xz; unpack it (xzcat)';
  return null;
}

async function* counted(stream: Readable, add: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    add(bytes.length);
    yield bytes;
  }
}

async function* unpacked(raw: AsyncGenerator<Buffer>, name: string): AsyncGenerator<Buffer> {
  try {
    let head: Buffer = Buffer.alloc(0);
    for (let next = await raw.next(); ; next = await raw.next()) {
      if (!next.done) head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
      if (next.done || head.length >= 4) break;
    }
    const refusal = headRefusal(head);
    if (refusal !== null) throw new InputFault(`${name}: ${refusal}`);
    if (!isGzip(head)) {
      if (head.length > 0) yield head;
      yield* raw;
      return;
    }
    async function* whole(): AsyncGenerator<Buffer> {
      yield head;
      yield* raw;
    }
    const packed = Readable.from(whole(), { objectMode: true });
    const gunzip = createGunzip({ chunkSize: pieceBytes });
    packed.on('error', (error) => gunzip.destroy(error));
    try {
      yield* packed.pipe(gunzip);
    } finally {
      packed.destroy();
    }
  } catch (error) {
    throw faultOf(name, error);
  }
}

/** @param stdin read where the path is `-` */
export function openBytes(path: string, stdin: Readable): ByteSource {
  if (path === '-') return { name: 'standard input', chunks: unpacked(counted(stdin, () => undefined), 'standard input'), close: () => stdin.destroy() };
  let size: number;
  try {
    const found = statSync(path);
    if (found.isDirectory()) throw new InputFault(`${path}: it is a folder; name one file, or pipe several in: cat *.ndjson | … --events -`);
    ({ size } = found);
  } catch (error) {
    throw faultOf(path, error);
  }
  let read = 0;
  let file: Readable | undefined;
  // Opened when it is wanted: an error before would find nobody to tell.
  async function* contents(): AsyncGenerator<Buffer> {
    file = createReadStream(path, { highWaterMark: pieceBytes });
    yield* counted(file, (bytes) => (read += bytes));
  }
  const source = { name: path, chunks: unpacked(contents(), path), close: () => file?.destroy() };
  // A pipe or device has no size.
  return size > 0 ? { ...source, share: () => Math.min(1, read / size) } : source;
}
