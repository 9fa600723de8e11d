import type { Atom } from './clauses';

export interface AtomClauses extends Atom {
  /** Numbers of the clauses that this atom fulfils. */
  readonly clauses: readonly number[];
}

interface Entry {
  readonly literal: string;
  /** How far into the literal its gram stands. */
  readonly offset: number;
  readonly place: Atom['place'];
  readonly clauses: readonly number[];
}


// Taken out of its object once: in the innermost loop even that look-up shows.
const { imul } = Math;

/** What logs are full of: grams from here are poor at telling values apart. */
const ordinary = [
  'c:\\windows\\system32\\', 'c:\\program files (x86)\\', 'c:\\program files\\common files\\', '.exe"', '.exe', '.dll', 'microsoft', 'svchost.exe -k ', 'cmd.exe /c ',
  'powershell.exe', '\\users\\', '\\appdata\\local\\temp\\', '\\appdata\\roaming\\', 'hklm\\software\\microsoft\\windows\\currentversion\\', 'hklm\\system\\currentcontrolset\\services\\',
  'hku\\s-1-5-21-', 'nt authority\\', 'syswow64\\', '\\windowspowershell\\v1.0\\', '.com/', 'https://', 'http://', 'www.', 'administrator', '        ', '0000', '----', '====',
];

function hash(a: number, b: number, c: number, d: number): number {
  return imul((a << 15) ^ (b << 10) ^ (c << 5) ^ d, 0x9e3779b1);
}

function gramsOf(text: string, width: number): number[] {
  const out: number[] = [];
  for (let i = 0; i + width <= text.length; i++) out.push(hashAt(text, i, width));
  return out;
}

function hashAt(text: string, at: number, width: number): number {
  return hash(width === 4 ? text.charCodeAt(at) : 0, text.charCodeAt(at + width - 3), text.charCodeAt(at + width - 2), text.charCodeAt(at + width - 1));
}

/**
 * Finds all literals of a set in one pass over a text. Each literal is filed under the rarest of its grams (runs of
 * four characters, three for literals of three); every gram of the text is looked up and what hangs there is confirmed.
 * Where all literals are long, only every `stride`-th gram of the text is looked up, and a literal is filed under as
 * many neighbouring grams, so that one of them is met wherever it stands (Wu and Manber, 1994).
 */
export class GramTable {
  /** By the top bits of a gram's hash: 1 = a wide gram, 2 = a narrow one may be filed. */
  private readonly filter: Uint8Array;
  private readonly shift: number;
  private readonly stride: number;
  private readonly wide = new Map<number, Entry[]>();
  private readonly narrow = new Map<number, Entry[]>();
  readonly isEmpty: boolean;

  constructor(atoms: readonly AtomClauses[]) {
    // About sixteen places a literal keep idle look-ups rare; small tables stay in the nearest cache.
    const shortest = atoms.reduce((least, { literal }) => Math.min(least, literal.length), 16);
    this.stride = Math.max(1, Math.min(8, shortest - 3));
    const bits = Math.min(16, Math.max(8, Math.ceil(Math.log2(atoms.length * this.stride * 16 + 1))));
    this.shift = 32 - bits;
    this.filter = new Uint8Array(1 << bits);
    const frequency = new Map<number, number>();
    const count = (text: string, weight: number, width: number): void => {
      for (const gram of gramsOf(text, width)) frequency.set(gram, (frequency.get(gram) ?? 0) + weight);
    };
    // Judging grams is worth its while only where literals can collide.
    if (atoms.length > 4) for (const text of ordinary) count(text, 50, 4);
    for (const { literal } of atoms) count(literal, 1, 4);
    for (const atom of atoms) this.file(atom, frequency);
    this.isEmpty = atoms.length === 0;
  }

  private file({ literal, place, clauses }: AtomClauses, frequency: ReadonlyMap<number, number>): void {
    const width = literal.length >= 4 ? 4 : 3;
    const seen = gramsOf(literal, width).map((gram) => frequency.get(gram) ?? 0);
    let first = 0;
    let rarest = Infinity;
    for (let at = 0; at + this.stride <= seen.length; at++) {
      const sum = seen.slice(at, at + this.stride).reduce((total, one) => total + one, 0);
      if (sum < rarest) [first, rarest] = [at, sum];
    }
    const table = width === 4 ? this.wide : this.narrow;
    for (let offset = first; offset < first + this.stride; offset++) {
      const key = hashAt(literal, offset, width);
      const chain = table.get(key) ?? [];
      chain.push({ literal, offset, place, clauses });
      table.set(key, chain);
      this.filter[key >>> this.shift] = (this.filter[key >>> this.shift] ?? 0) | (width === 4 ? 1 : 2);
    }
  }

  /** Calls `hit` with the clauses of each literal found, possibly more than once. */
  scan(text: string, hit: (clauses: readonly number[]) => void): void {
    if (this.stride > 1) this.leap(text, hit);
    else this.walk(text, hit);
  }

  private leap(text: string, hit: (clauses: readonly number[]) => void): void {
    const { filter, shift, stride } = this;
    for (let i = 0; i + 4 <= text.length; i += stride) {
      const four = hash(text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2), text.charCodeAt(i + 3));
      if ((filter[four >>> shift] ?? 0) !== 0) this.confirm(this.wide.get(four), text, i, hit);
    }
  }

  private walk(text: string, hit: (clauses: readonly number[]) => void): void {
    const { filter, shift } = this;
    const end = text.length;
    let a = 0;
    let b = end > 0 ? text.charCodeAt(0) : 0;
    let c = end > 1 ? text.charCodeAt(1) : 0;
    const anyNarrow = this.narrow.size > 0;
    for (let i = 2; i < end; i++) {
      const d = text.charCodeAt(i);
      if (anyNarrow) {
        const three = hash(0, b, c, d);
        if (((filter[three >>> shift] ?? 0) & 2) !== 0) this.confirm(this.narrow.get(three), text, i - 2, hit);
      }
      if (i > 2) {
        const four = hash(a, b, c, d);
        if (((filter[four >>> shift] ?? 0) & 1) !== 0) this.confirm(this.wide.get(four), text, i - 3, hit);
      }
      a = b;
      b = c;
      c = d;
    }
  }

  private confirm(chain: readonly Entry[] | undefined, text: string, at: number, hit: (clauses: readonly number[]) => void): void {
    if (!chain) return;
    for (const entry of chain) {
      const start = at - entry.offset;
      if (start < 0 || (entry.place === 'start' && start > 0)) continue;
      if (entry.place === 'end' && start + entry.literal.length !== text.length) continue;
      if (text.startsWith(entry.literal, start)) hit(entry.clauses);
    }
  }
}
