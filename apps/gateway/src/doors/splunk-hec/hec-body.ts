import { endOfValue, skipBlanks } from '../json-members';

const OPEN_OBJECT = 0x7b;
const NEWLINE = 0x0a;

/**
 * The JSON objects of a body, one behind the other with or without blanks between them. What is none is yielded as it
 * stands; from there on a line is taken for an event, since nothing else says where the next one begins.
 */
export function* hecEnvelopes(body: Buffer): Generator<Buffer> {
  let at = skipBlanks(body, 0, body.length);
  while (at < body.length) {
    const end = body[at] === OPEN_OBJECT ? endOfValue(body, at, body.length) : -1;
    if (end < 0) {
      const line = lineEnd(body, at);
      yield body.subarray(at, line);
      return yield* objectLines(body, line);
    }
    yield body.subarray(at, end);
    at = skipBlanks(body, end, body.length);
  }
}

/** Lines with something on them, without what ends them. */
export function* textLines(body: Buffer): Generator<Buffer> {
  for (let from = 0; from < body.length; ) {
    const to = lineEnd(body, from);
    const line = body.subarray(from, body[to - 1] === 0x0d ? to - 1 : to);
    if (skipBlanks(line, 0, line.length) < line.length) yield line;
    from = to + 1;
  }
}

function* objectLines(body: Buffer, from: number): Generator<Buffer> {
  for (const line of textLines(body.subarray(from))) {
    const start = skipBlanks(line, 0, line.length);
    if (line[start] === OPEN_OBJECT) yield line.subarray(start);
  }
}

function lineEnd(body: Buffer, from: number): number {
  const newline = body.indexOf(NEWLINE, from);
  return newline < 0 ? body.length : newline;
}
