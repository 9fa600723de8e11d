import type { Atom } from './clauses';
import type { TextBytes } from './text-bytes';

export interface AtomClauses {
  readonly bytes: Uint8Array;
  readonly place: Atom['place'];
  /** Numbers of the clauses that this atom fulfils. */
  readonly clauses: readonly number[];
}

interface Entry {
  readonly atom: AtomClauses;
  readonly gram: number;
  /** How far into the literal its gram stands. */
  readonly offset: number;
}

// Taken out of its object once: in the innermost loop even that look-up shows.
const { imul } = Math;
const golden = 0x9e3779b1;
/** Sets bit 5 of each byte: makes upper case lower, and confuses a few other characters, which confirming sorts out. */
const fold = 0x20202020;

/** What logs are full of: grams from here are poor at telling values apart. */
const ordinary = [
  'c:\\windows\\system32\\', 'c:\\program files (x86)\\', 'c:\\program files\\common files\\', '.exe"', '.exe', '.dll', 'microsoft', 'svchost.exe -k ', 'cmd.exe /c ',
  'powershell.exe', '\\users\\', '\\appdata\\local\\temp\\', '\\appdata\\roaming\\', 'hklm\\software\\microsoft\\windows\\currentversion\\', 'hklm\\system\\currentcontrolset\\services\\',
  'hku\\s-1-5-21-', 'nt authority\\', 'syswow64\\', '\\windowspowershell\\v1.0\\', '.com/', 'https://', 'http://', 'www.', 'administrator', '        ', '0000', '----', '====',
].map((text) => new TextEncoder().encode(text));

/** The four bytes that end before `end`; those before the text are zero. */
function gramBefore(bytes: Uint8Array, end: number): number {
  let gram = 0;
  for (let at = Math.max(0, end - 4); at < end; at++) gram |= ((bytes[at] ?? 0) | 0x20) << (8 * (at - end + 4));
  return gram;
}

/** Of longer literals, such as hashes, only the end is considered: judging all of it would not find better grams. */
const consideredTail = 24;

/** Grams of a literal's end from `from` on; a literal of less than four bytes is one gram, in the upper bytes. */
function gramsOf(bytes: Uint8Array, tail = consideredTail): { from: number; grams: number[] } {
  if (bytes.length < 4) return { from: 0, grams: [gramBefore(bytes, bytes.length)] };
  const from = Math.max(0, bytes.length - tail);
  const grams: number[] = [];
  for (let end = from + 4; end <= bytes.length; end++) grams.push(gramBefore(bytes, end));
  return { from, grams };
}

/**
 * Finds all literals of a set in one pass over a text. Each literal is filed under the rarest of its grams (runs of
 * four bytes, fewer for shorter literals); every gram of the text is looked up and what hangs there is confirmed.
 * Where all literals are long, only every `stride`-th gram of the text is looked up, and a literal is filed under as
 * many neighbouring grams, so that one of them is met wherever it stands (Wu and Manber, 1994).
 */
export class GramTable {
  /** By the top bits of a gram's hash: the number of its chain, 0 where none hangs. */
  private readonly heads: Uint16Array;
  private readonly shift: number;
  private readonly stride: number;
  private readonly chains: Entry[][] = [[]];
  /** Gram widths below four that some literal needs. */
  private readonly narrow: readonly number[];
  /** Whether `mayHold` can tell: literals of ASCII alone, and long enough to leap. */
  private readonly tells: boolean;
  private budget = 0;
  readonly isEmpty: boolean;

  constructor(atoms: readonly AtomClauses[]) {
    const shortest = atoms.reduce((least, { bytes }) => Math.min(least, bytes.length), 16);
    this.stride = Math.max(1, Math.min(8, shortest - 3));
    this.narrow = [1, 2, 3].filter((width) => atoms.some(({ bytes }) => bytes.length === width));
    this.isEmpty = atoms.length === 0;
    this.tells = this.stride > 2 && atoms.every(({ bytes }) => bytes.every((byte) => byte < 128));
    // Some thirty places a gram keep idle look-ups rare; small tables stay in the nearest cache.
    const bits = this.isEmpty ? 0 : Math.min(16, Math.max(6, Math.ceil(Math.log2(atoms.length * this.stride * 24 + 1))));
    this.shift = 32 - bits;
    this.heads = new Uint16Array(1 << bits);
    const frequency = new Map<number, number>();
    const count = (bytes: Uint8Array, weight: number, tail?: number): void => {
      for (const gram of gramsOf(bytes, tail).grams) frequency.set(gram, (frequency.get(gram) ?? 0) + weight);
    };
    // Judging grams is worth its while only where literals can collide.
    if (atoms.length > 4) for (const bytes of ordinary) count(bytes, 50, bytes.length);
    for (const { bytes } of atoms) count(bytes, 1);
    for (const atom of atoms) this.file(atom, frequency);
  }

  private file(atom: AtomClauses, frequency: ReadonlyMap<number, number>): void {
    const { from, grams } = gramsOf(atom.bytes);
    const seen = grams.map((gram) => frequency.get(gram) ?? 0);
    let first = 0;
    let rarest = Infinity;
    for (let at = 0; at + this.stride <= seen.length; at++) {
      let sum = 0;
      for (let next = at; next < at + this.stride; next++) sum += seen[next] ?? 0;
      if (sum < rarest) [first, rarest] = [at, sum];
    }
    for (let at = first; at < first + this.stride; at++) {
      const gram = grams[at] ?? 0;
      const place = imul(gram, golden) >>> this.shift;
      let chain = this.heads[place] ?? 0;
      if (chain === 0) {
        // More chains than a head can number share the last one.
        chain = this.chains.length <= 0xffff ? this.chains.push([]) - 1 : 0xffff;
        this.heads[place] = chain;
      }
      this.chains[chain]?.push({ atom, gram, offset: from + at });
    }
  }

  /**
   * False when a text holds none of the literals, whatever its letter case. Reads the text itself, every `stride`-th
   * gram of it: for short ones that is less work than copying them.
   */
  mayHold(text: string): boolean {
    if (!this.tells) return true;
    const { heads, shift, stride } = this;
    for (let at = 0; at + 4 <= text.length; at += stride) {
      const [a, b, c, d] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2), text.charCodeAt(at + 3)];
      // Other letters may be lowered to ASCII ones (U+212A, U+0130).
      if ((a | b | c | d) > 127) return true;
      if (heads[imul(a | (b << 8) | (c << 16) | (d << 24) | fold, golden) >>> shift] !== 0) return true;
    }
    return false;
  }

  /**
   * Calls `hit` with the clauses of each literal found, possibly more than once.
   * @returns false when the text was made to be dear (too many near misses): it was not searched to its end
   */
  scan(text: TextBytes, hit: (clauses: readonly number[]) => void): boolean {
    // Real logs need less than one look for ten bytes.
    this.budget = 1_024 + text.length * 2;
    const { view, length } = text;
    const { heads, shift, stride } = this;
    if (this.narrow.length > 0) return this.scanNarrow(text, hit);
    for (let at = 0; at + 4 <= length; at += stride) {
      const gram = view.getInt32(at, true) | fold;
      const chain = heads[imul(gram, golden) >>> shift] ?? 0;
      if (chain !== 0 && !this.confirm(chain, gram, text, at, hit)) return false;
    }
    return true;
  }

  private scanNarrow(text: TextBytes, hit: (clauses: readonly number[]) => void): boolean {
    const { bytes, view, length } = text;
    const { heads, shift } = this;
    const [three, two, one] = [this.narrow.includes(3), this.narrow.includes(2), this.narrow.includes(1)];
    for (let end = 1; end <= length; end++) {
      const gram = end < 4 ? gramBefore(bytes, end) : view.getInt32(end - 4, true) | fold;
      if (three && !this.look(heads[imul(gram & ~0xff, golden) >>> shift] ?? 0, gram & ~0xff, text, end - 3, hit)) return false;
      if (two && !this.look(heads[imul(gram & ~0xffff, golden) >>> shift] ?? 0, gram & ~0xffff, text, end - 2, hit)) return false;
      if (one && !this.look(heads[imul(gram & ~0xffffff, golden) >>> shift] ?? 0, gram & ~0xffffff, text, end - 1, hit)) return false;
      if (!this.look(heads[imul(gram, golden) >>> shift] ?? 0, gram, text, end - 4, hit)) return false;
    }
    return true;
  }

  private look(chain: number, gram: number, text: TextBytes, at: number, hit: (clauses: readonly number[]) => void): boolean {
    return chain === 0 || this.confirm(chain, gram, text, at, hit);
  }

  private confirm(chain: number, gram: number, text: TextBytes, at: number, hit: (clauses: readonly number[]) => void): boolean {
    for (const entry of this.chains[chain] ?? []) {
      if (entry.gram !== gram) continue;
      if (--this.budget < 0) return false;
      const start = at - entry.offset;
      if (start < 0) continue;
      const { place, bytes, clauses } = entry.atom;
      // In a joined text a value begins and ends at a separator; a zero within a value only makes the filter wider.
      if ((place === 'start' || place === 'whole') && start > 0 && text.bytes[start - 1] !== 0) continue;
      const end = start + bytes.length;
      if ((place === 'end' || place === 'whole') && end !== text.length && text.bytes[end] !== 0) continue;
      if (text.holds(bytes, start)) hit(clauses);
    }
    return true;
  }
}
