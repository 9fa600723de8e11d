import { isUtf8 } from 'node:buffer';
import { MAX_EVENT_BYTES, splitFrames } from '@vedette/detection';
import type { RejectedLine } from '@vedette/detection';
import { membersOf } from './json-members';

const OPEN_OBJECT = 0x7b;
const encoder = new TextDecoder('utf-8');

/** One JSON object as the native door would take it, or why not. `line` counts from 1. */
export function objectFrame(bytes: Buffer, line: number): Buffer | RejectedLine {
  // Only an object is split as a whole; an array would be taken apart.
  if (bytes[0] !== OPEN_OBJECT) return malformed(line);
  if (bytes.length > MAX_EVENT_BYTES + 1024) return tooLarge(line);
  const { frames, rejected } = splitFrames(bytes, 'application/json');
  const [frame] = frames;
  if (frame && frames.length === 1 && rejected.length === 0) return frame;
  return { ...(rejected[0] ?? malformed(line)), line };
}

/** A line of text: a JSON object as it came, anything else as `{"event":{"original":"…"}}` for the detector to read. */
export function lineFrame(bytes: Buffer, line: number): Buffer | RejectedLine {
  if (bytes[0] === OPEN_OBJECT) {
    const frame = objectFrame(bytes, line);
    if (frame instanceof Buffer) return frame;
  }
  return textFrame(bytes, line);
}

/** Text in an older encoding is kept with U+FFFD in place of what UTF-8 cannot read: a log line is worth more than its umlauts. */
export function textFrame(text: Buffer | string, line: number): Buffer | RejectedLine {
  const readable = typeof text === 'string' ? text : isUtf8(text) ? text.toString('utf8') : encoder.decode(text);
  const frame = Buffer.from(`{"event":{"original":${JSON.stringify(readable)}}}`);
  return frame.length > MAX_EVENT_BYTES ? tooLarge(line) : frame;
}

/** A member to add, as JSON text, and other names that say the same. */
export interface Member {
  readonly name: string;
  readonly json: string;
  readonly synonyms?: readonly string[];
}

/** The frame with those members that it lacks; what it says itself stands as it came. */
export function withMissing(frame: Buffer, members: readonly Member[]): Buffer {
  if (members.length === 0) return frame;
  const own = membersOf(frame, { from: 0, to: frame.length });
  const missing = own ? members.filter(({ name, synonyms }) => !own.has(name) && !synonyms?.some((each) => own.has(each))) : [];
  if (!own || missing.length === 0) return frame;
  const added = missing.map(({ name, json }) => `${JSON.stringify(name)}:${json}`).join(',');
  return Buffer.concat([frame.subarray(0, frame.length - 1), Buffer.from(`${own.size > 0 ? ',' : ''}${added}}`)]);
}

export function malformed(line: number, message = 'This is not a well-formed JSON object.'): RejectedLine {
  return { line, code: 'event.malformed', message };
}

export function tooLarge(line: number): RejectedLine {
  return { line, code: 'event.too_large', message: 'An event has at most 1 MB (1,048,576 bytes).' };
}
