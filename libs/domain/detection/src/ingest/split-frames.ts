import { isUtf8 } from 'node:buffer';
import { refuse } from '../refusals';
import { reject, type RejectedLine, type RejectionCode } from './rejected-line';
import { scanJson, skipSpace } from './scan-json';

export const MAX_EVENTS = 10_000;
export const MAX_EVENT_BYTES = 1_048_576;
export const MAX_DEPTH = 64;

export interface SplitBody {
  /** The bytes of one event each: a well-formed JSON object in UTF-8 without a line break. Slices of the body. */
  readonly frames: Buffer[];
  readonly rejected: RejectedLine[];
}

const LINES = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-jsonlines']);
const DOCUMENT = 'application/json';
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;

/**
 * Splits a decompressed body into events and refuses bad ones by number: NDJSON, a JSON array, or a single JSON object.
 * Nothing is parsed (the detector does that), but what is not JSON is refused here, where the sender still listens.
 * @throws Refusal `body.unsupported_type`, `body.malformed` (an array that ends nowhere has no lines to keep),
 *   `body.empty`, `batch.too_many_events`
 */
export function splitFrames(body: Buffer, contentType: string | undefined): SplitBody {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type !== DOCUMENT && !LINES.has(type)) throw refuse('body.unsupported_type');
  // A byte order mark is no part of the text (RFC 8259 §8.1).
  const text = body.length >= 3 && body.readUIntBE(0, 3) === 0xefbbbf ? body.subarray(3) : body;
  const start = skipSpace(text, 0, text.length);
  if (start === text.length) throw refuse('body.empty');
  const split = new Splitting(isUtf8(text));
  if (type === DOCUMENT && text[start] === OPEN_ARRAY) splitArray(text, start, split);
  else if (type !== DOCUMENT || !splitSingle(text, start, split)) splitLines(text, split);
  return { frames: split.frames, rejected: split.rejected };
}

class Splitting {
  readonly frames: Buffer[] = [];
  readonly rejected: RejectedLine[] = [];
  constructor(private readonly allUtf8: boolean) {}

  /** What was found on `line`, once it is known to be a JSON value or not. */
  take(line: number, frame: Buffer, depth: number, wellFormed: boolean): void {
    if (this.frames.length + this.rejected.length === MAX_EVENTS) throw refuse('batch.too_many_events');
    const code = this.faultOf(frame, depth, wellFormed);
    if (code) this.rejected.push(reject(line, code));
    else this.frames.push(frame);
  }

  private faultOf(frame: Buffer, depth: number, wellFormed: boolean): RejectionCode | null {
    if (frame.length > MAX_EVENT_BYTES) return 'event.too_large';
    if (!this.allUtf8 && !isUtf8(frame)) return 'event.invalid_utf8';
    if (depth > MAX_DEPTH) return 'event.too_deep';
    if (!wellFormed) return 'event.malformed';
    return frame[0] === OPEN_OBJECT ? null : 'event.not_object';
  }
}

function splitLines(text: Buffer, split: Splitting): void {
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf(0x0a, from);
    const to = newline < 0 ? text.length : newline;
    line++;
    const start = skipSpace(text, from, to);
    if (start < to) takeLine(text, start, to, line, split);
    from = to + 1;
  }
}

function takeLine(text: Buffer, start: number, to: number, line: number, split: Splitting): void {
  if (to - start > MAX_EVENT_BYTES + 1024) {
    split.take(line, text.subarray(start, to), 0, false);
    return;
  }
  const scan = scanJson(text, start, to);
  const wellFormed = scan.end > 0 && skipSpace(text, scan.end, to) === to;
  split.take(line, text.subarray(start, wellFormed ? scan.end : to), scan.depth, wellFormed);
}

/** A whole body that is one JSON object, on however many lines. */
function splitSingle(text: Buffer, start: number, split: Splitting): boolean {
  if (text[start] !== OPEN_OBJECT) return false;
  const scan = scanJson(text, start, text.length);
  if (scan.end < 0 || skipSpace(text, scan.end, text.length) !== text.length) return false;
  split.take(1, onOneLine(text.subarray(start, scan.end)), scan.depth, true);
  return true;
}

function splitArray(text: Buffer, start: number, split: Splitting): void {
  let at = skipSpace(text, start + 1, text.length);
  if (text[at] === 0x5d) throw refuse('body.empty');
  for (let element = 1; ; element++) {
    const scan = scanJson(text, at, text.length);
    if (scan.end < 0) throw refuse('body.malformed', { element });
    split.take(element, onOneLine(text.subarray(at, scan.end)), scan.depth, true);
    at = skipSpace(text, scan.end, text.length);
    if (text[at] === 0x5d) break;
    if (text[at] !== 0x2c) throw refuse('body.malformed', { element });
    at = skipSpace(text, at + 1, text.length);
  }
  if (skipSpace(text, at + 1, text.length) !== text.length) throw refuse('body.malformed', { element: 0 });
}

/** A segment keeps its events as lines. JSON has line breaks only as white space: in a string they are escaped. */
function onOneLine(frame: Buffer): Buffer {
  if (!frame.includes(0x0a) && !frame.includes(0x0d)) return frame;
  return Buffer.from(frame.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)));
}
