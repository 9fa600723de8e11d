/** A block's set of four-letter pieces of text, as bits; 16 KB a block, some 20 % of them set in real logs. */
export const GRAM_BYTES = 16_384;
const BITS = 17;
const LENGTH = 4;
const { imul } = Math;

/** ASCII bytes in lower case; 0 for what pieces may not hold. Digits are left out: ids and times would fill the set. */
const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 128 || (byte >= 0x30 && byte <= 0x39)) return 0;
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
});

export function addGrams(set: Uint8Array, text: Uint8Array): void {
  let window = 0;
  let run = 0;
  for (let at = 0; at < text.length; at += 1) {
    const folded = FOLD[text[at] ?? 0] ?? 0;
    if (folded === 0) {
      run = 0;
      continue;
    }
    window = (window << 8) | folded;
    run += 1;
    if (run >= LENGTH) setBit(set, place(window));
  }
}

/** Where the pieces of an ASCII text are in the set; all must be there if the text is. None for a text without pieces. */
export function gramPlaces(text: string): number[] {
  const found = new Set<number>();
  let window = 0;
  let run = 0;
  for (let at = 0; at < text.length; at += 1) {
    const folded = FOLD[text.charCodeAt(at)] ?? 0;
    run = folded === 0 ? 0 : run + 1;
    window = (window << 8) | folded;
    if (run >= LENGTH) found.add(place(window));
  }
  return [...found];
}

const SEEDS = [0x811c9dc5, 0x2f0b4c47, 0x6b43a9b5];

/** Where a column's value is in the set (FNV-1a, three times over). */
export function valuePlaces(column: number, value: string): number[] {
  return SEEDS.map((seed) => {
    let hash = imul(seed ^ (column + 1), 0x01000193);
    for (let at = 0; at < value.length; at += 1) hash = imul(hash ^ value.charCodeAt(at), 0x01000193);
    return place(hash);
  });
}

export function setBit(set: Uint8Array, bit: number): void {
  const byte = bit >>> 3;
  set[byte] = (set[byte] ?? 0) | (1 << (bit & 7));
}

export function hasBits(set: Uint8Array, bits: readonly number[]): boolean {
  return bits.every((bit) => ((set[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0);
}

function place(hash: number): number {
  return imul(hash, 0x9e3779b1) >>> (32 - BITS);
}
