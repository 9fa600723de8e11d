/** Inclusive code point ranges, sorted, disjoint. */
export type Ranges = readonly (readonly [number, number])[];

export type RegexNode =
  | { readonly kind: 'set'; readonly ranges: Ranges }
  | { readonly kind: 'start' | 'end'; readonly lines: boolean }
  | { readonly kind: 'word-edge'; readonly negated: boolean }
  | { readonly kind: 'cat' | 'alt'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'loop'; readonly of: RegexNode; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly kind: 'look'; readonly of: RegexNode; readonly behind: boolean; readonly negated: boolean };

const lastCode = 0x10ffff;

export function sortRanges(ranges: readonly (readonly [number, number])[]): Ranges {
  const out: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else out.push([low, high]);
  }
  return out;
}

export function negateRanges(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let from = 0;
  for (const [low, high] of ranges) {
    if (low > from) out.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= lastCode) out.push([from, lastCode]);
  return out;
}

/** Both cases of every ASCII letter, and of a single other letter. */
export function bothCases(ranges: Ranges): Ranges {
  const more: [number, number][] = ranges.map(([low, high]) => [low, high]);
  for (const [low, high] of ranges) {
    const upper: [number, number] = [Math.max(low, 65), Math.min(high, 90)];
    const lower: [number, number] = [Math.max(low, 97), Math.min(high, 122)];
    if (upper[0] <= upper[1]) more.push([upper[0] + 32, upper[1] + 32]);
    if (lower[0] <= lower[1]) more.push([lower[0] - 32, lower[1] - 32]);
    if (low === high && low > 127) {
      for (const other of [String.fromCodePoint(low).toLowerCase(), String.fromCodePoint(low).toUpperCase()]) {
        const code = other.codePointAt(0) ?? low;
        if (String.fromCodePoint(code) === other) more.push([code, code]);
      }
    }
  }
  return sortRanges(more);
}

export const digits: Ranges = [[48, 57]];
export const wordCharacters: Ranges = [[48, 57], [65, 90], [95, 95], [97, 122]];
export const blanks: Ranges = [[9, 13], [32, 32]];
export const notNewline: Ranges = negateRanges([[10, 10]]);
export const anything: Ranges = [[0, lastCode]];
