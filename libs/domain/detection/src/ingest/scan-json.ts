/**
 * Checks JSON without building it: RFC 8259 over bytes, no allocation, several times faster than a parse. UTF-8 is the
 * caller's to check; the depth of nesting is reported, so that an over-deep value can be told from a broken one.
 */

/** `end`: the first byte behind the value, or -1 where it is malformed. `depth`: 1 for a flat object, 0 for a scalar. */
export interface Scan {
  end: number;
  depth: number;
}

/** Deeper than this nothing is followed: the value counts as malformed. Far above every limit of ours. */
const DEEPEST = 4096;
const isObject = new Uint8Array(DEEPEST + 1);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** The value that starts at `start`, which must be its first byte (no white space before it). */
export function scanJson(bytes: Uint8Array, start: number, limit: number): Scan {
  let i = start;
  let depth = 0;
  let deepest = 0;
  for (;;) {
    // A value is expected at i.
    const byte = i < limit ? bytes[i] : -1;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (++depth > DEEPEST) return { end: -1, depth };
      if (depth > deepest) deepest = depth;
      isObject[depth] = byte === OPEN_OBJECT ? 1 : 0;
      i = skipSpace(bytes, i + 1, limit);
      if (i < limit && bytes[i] === (byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        i++;
        depth--;
      } else {
        if (byte === OPEN_OBJECT && (i = scanKey(bytes, i, limit)) < 0) return { end: -1, depth: deepest };
        continue;
      }
    } else {
      i = byte === QUOTE ? scanString(bytes, i, limit) : scanScalar(bytes, i, limit);
      if (i < 0) return { end: -1, depth: deepest };
    }
    // A value has ended at i: close what it closes, or go on to the next member.
    for (;;) {
      if (depth === 0) return { end: i, depth: deepest };
      i = skipSpace(bytes, i, limit);
      const next = i < limit ? bytes[i] : -1;
      if (next === COMMA) {
        i = skipSpace(bytes, i + 1, limit);
        if (isObject[depth] === 1 && (i = scanKey(bytes, i, limit)) < 0) return { end: -1, depth: deepest };
        break;
      }
      if (next !== (isObject[depth] === 1 ? CLOSE_OBJECT : CLOSE_ARRAY)) return { end: -1, depth: deepest };
      i++;
      depth--;
    }
  }
}

export function skipSpace(bytes: Uint8Array, start: number, limit: number): number {
  let i = start;
  while (i < limit) {
    const byte = bytes[i];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    i++;
  }
  return i;
}

/** `"key" :` and the space behind it; where the member's value starts, or -1. */
function scanKey(bytes: Uint8Array, start: number, limit: number): number {
  if (start >= limit || bytes[start] !== QUOTE) return -1;
  const end = scanString(bytes, start, limit);
  if (end < 0) return -1;
  const colon = skipSpace(bytes, end, limit);
  if (colon >= limit || bytes[colon] !== COLON) return -1;
  return skipSpace(bytes, colon + 1, limit);
}

/** 1 for a byte that a string holds as it is: one look-up instead of three comparisons, where most of the time goes. */
const plain = new Uint8Array(256).fill(1, 0x20);
plain[QUOTE] = 0;
plain[BACKSLASH] = 0;
/** 1 for `" \ / b f n r t`. */
const escapable = new Uint8Array(256);
for (const byte of Buffer.from('"\\/bfnrt')) escapable[byte] = 1;

function scanString(bytes: Uint8Array, start: number, limit: number): number {
  let i = start + 1;
  for (;;) {
    while (i < limit && plain[bytes[i] as number] === 1) i++;
    if (i >= limit) return -1;
    const byte = bytes[i] as number;
    if (byte === QUOTE) return i + 1;
    if (byte !== BACKSLASH || i + 1 >= limit) return -1;
    const escaped = bytes[i + 1] as number;
    if (escapable[escaped] === 1) {
      i += 2;
      continue;
    }
    if (escaped !== 0x75 || i + 6 > limit) return -1;
    for (let digit = i + 2; digit < i + 6; digit++) if (!isHex(bytes[digit] as number)) return -1;
    i += 6;
  }
}

function scanScalar(bytes: Uint8Array, start: number, limit: number): number {
  const first = start < limit ? bytes[start] : -1;
  if (first === 0x74) return scanWord(bytes, start, limit, 'true');
  if (first === 0x66) return scanWord(bytes, start, limit, 'false');
  if (first === 0x6e) return scanWord(bytes, start, limit, 'null');
  let i = first === 0x2d ? start + 1 : start;
  if (i < limit && bytes[i] === 0x30) i++;
  else if ((i = scanDigits(bytes, i, limit)) < 0) return -1;
  if (i < limit && bytes[i] === 0x2e && (i = scanDigits(bytes, i + 1, limit)) < 0) return -1;
  if (i < limit && (bytes[i] === 0x65 || bytes[i] === 0x45)) {
    i++;
    if (i < limit && (bytes[i] === 0x2b || bytes[i] === 0x2d)) i++;
    i = scanDigits(bytes, i, limit);
  }
  return i;
}

function scanWord(bytes: Uint8Array, start: number, limit: number, word: string): number {
  if (start + word.length > limit) return -1;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word.charCodeAt(i)) return -1;
  return start + word.length;
}

/** One digit or more; where they end, or -1. */
function scanDigits(bytes: Uint8Array, start: number, limit: number): number {
  let i = start;
  while (i < limit && (bytes[i] as number) >= 0x30 && (bytes[i] as number) <= 0x39) i++;
  return i === start ? -1 : i;
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
