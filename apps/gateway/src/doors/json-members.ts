/**
 * Where the parts of a JSON text lie, without building them: a body of another protocol is taken apart by its bytes, and
 * an event keeps those it came with. Linear, without recursion. Brackets and strings are followed and nothing else is
 * checked: whoever uses a part checks it.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An object with more members than a megabyte can hold is not read. */
const MOST_MEMBERS = 200_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

export function skipBlanks(bytes: Buffer, from: number, limit: number): number {
  let at = from;
  while (at < limit && isBlank(bytes[at])) at++;
  return at;
}

/** The first byte behind the value that starts at `from`, or -1 where it does not end before `limit`. */
export function endOfValue(bytes: Buffer, from: number, limit: number): number {
  const first = bytes[from];
  if (first === QUOTE) return endOfString(bytes, from, limit);
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return endOfScalar(bytes, from, limit);
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at, limit) - 1;
      if (at < 0) return -1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return at + 1;
  }
  return -1;
}

/** The members of the object at `span` by name, the last one of a name as in `JSON.parse`; null where it is no object. */
export function membersOf(bytes: Buffer, { from, to }: Span): Map<string, Span> | null {
  if (bytes[from] !== OPEN_OBJECT || bytes[to - 1] !== CLOSE_OBJECT) return null;
  const members = new Map<string, Span>();
  const limit = to - 1;
  for (let at = skipBlanks(bytes, from + 1, limit); at < limit; ) {
    const nameEnd = bytes[at] === QUOTE ? endOfString(bytes, at, limit) : -1;
    const colon = nameEnd < 0 ? -1 : skipBlanks(bytes, nameEnd, limit);
    const value = colon < 0 || bytes[colon] !== COLON ? limit : skipBlanks(bytes, colon + 1, limit);
    const end = value < limit ? endOfValue(bytes, value, limit) : -1;
    const name = end > value ? nameOf(bytes, at, nameEnd) : undefined;
    if (name === undefined || members.size === MOST_MEMBERS) return null;
    members.set(name, { from: value, to: end });
    const comma = skipBlanks(bytes, end, limit);
    if (comma < limit && bytes[comma] !== COMMA) return null;
    at = skipBlanks(bytes, comma + 1, limit);
  }
  return members;
}

/** The elements of the array at `span`; null among them where it breaks off. */
export function* elementsOf(bytes: Buffer, { from, to }: Span): Generator<Span | null> {
  if (bytes[from] !== OPEN_ARRAY || bytes[to - 1] !== CLOSE_ARRAY) return yield null;
  const limit = to - 1;
  for (let at = skipBlanks(bytes, from + 1, limit); at < limit; ) {
    const end = endOfValue(bytes, at, limit);
    if (end <= at) return yield null;
    yield { from: at, to: end };
    const comma = skipBlanks(bytes, end, limit);
    if (comma < limit && bytes[comma] !== COMMA) return yield null;
    at = skipBlanks(bytes, comma + 1, limit);
  }
}

/** The JSON string at `span`, or undefined where it is none. */
export function textOf(bytes: Buffer, span: Span): string | undefined {
  const value = valueOf(bytes, span);
  return typeof value === 'string' ? value : undefined;
}

/** The value at `span`, or undefined where it is malformed. */
export function valueOf(bytes: Buffer, { from, to }: Span): unknown {
  try {
    return JSON.parse(bytes.toString('utf8', from, to));
  } catch {
    return undefined;
  }
}

/** A name without escapes, which nearly all are, needs no parser. */
function nameOf(bytes: Buffer, from: number, to: number): string | undefined {
  for (let at = from + 1; at < to; at++) if (bytes[at] === BACKSLASH) return textOf(bytes, { from, to });
  return bytes.toString('utf8', from + 1, to - 1);
}

function endOfString(bytes: Buffer, from: number, limit: number): number {
  for (let at = from + 1; at < limit; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) return at + 1;
  }
  return -1;
}

function endOfScalar(bytes: Buffer, from: number, limit: number): number {
  let at = from;
  while (at < limit && !isBlank(bytes[at]) && bytes[at] !== COMMA && bytes[at] !== CLOSE_OBJECT && bytes[at] !== CLOSE_ARRAY) at++;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
