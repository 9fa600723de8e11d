import type { Atom } from './clauses';
import type { AtomClauses } from './gram-table';
import { GramTable } from './gram-table';
import { ValueMemo } from './value-memo';

/** One bit per conjunction of a bucket. */
export type Mask = Uint32Array;

export interface IndexedClause {
  readonly atoms: readonly Atom[] | null;
  readonly conjunctions: readonly number[];
}

interface Short {
  readonly literal: string;
  readonly place: Atom['place'];
  readonly clauses: readonly number[];
}

function fits({ literal, place }: Short, text: string): boolean {
  if (place === 'start') return text.startsWith(literal);
  return place === 'end' ? text.endsWith(literal) : text.includes(literal);
}

/**
 * Everything a bucket asks of one field: from a value to the mask of conjunctions that this field does not rule out.
 */
export class SlotIndex {
  /** What a missing value leaves: conjunctions that ask nothing of this field. */
  readonly whenMissing: Mask;
  /** The others, one by one: for fields that few rules ask about. */
  readonly conjunctions: readonly number[];
  readonly memo = new ValueMemo<Mask>();
  /** What any value leaves: also conjunctions that ask only for its presence. */
  private readonly whenPresent: Mask;
  private readonly whole = new Map<string, number[]>();
  private readonly shorts: Short[] = [];
  private readonly grams: GramTable;
  private readonly needed: Uint16Array;
  private readonly met: Uint16Array;
  private readonly touched: number[] = [];
  private readonly seen: Uint32Array;
  private round = 0;

  constructor(
    private readonly clauses: readonly IndexedClause[],
    total: number,
    words: number,
  ) {
    this.needed = new Uint16Array(total);
    this.met = new Uint16Array(total);
    this.seen = new Uint32Array(clauses.length);
    const concerned = new Set(clauses.flatMap((clause) => clause.conjunctions));
    this.conjunctions = [...concerned].sort((a, b) => a - b);
    for (const { atoms, conjunctions } of clauses) if (atoms) for (const one of conjunctions) this.needed[one] = (this.needed[one] ?? 0) + 1;
    this.whenMissing = new Uint32Array(words);
    this.whenPresent = new Uint32Array(words);
    for (let one = 0; one < total; one++) {
      if (!concerned.has(one)) setBit(this.whenMissing, one);
      if (this.needed[one] === 0) setBit(this.whenPresent, one);
    }
    this.grams = new GramTable(this.sortAtoms());
  }

  /** Atoms that are equal share their clauses; returns those for the gram table. */
  private sortAtoms(): AtomClauses[] {
    const merged = new Map<string, Atom & { clauses: number[] }>();
    for (const [number, { atoms }] of this.clauses.entries()) {
      for (const atom of atoms ?? []) {
        const key = `${atom.place}:${atom.literal}`;
        const known = merged.get(key);
        if (!known) merged.set(key, { ...atom, clauses: [number] });
        else if (known.clauses.at(-1) !== number) known.clauses.push(number);
      }
    }
    const long: AtomClauses[] = [];
    for (const atom of merged.values()) {
      if (atom.place === 'whole') this.whole.set(atom.literal, atom.clauses);
      else if (atom.literal.length < 3) this.shorts.push(atom);
      else long.push(atom);
    }
    return long;
  }

  /** The mask of one text. @param lower lower-cased */
  maskOf(lower: string): Mask {
    this.begin();
    this.add(lower);
    return this.end();
  }

  /** For values of several texts: `begin`, `add` each, `end`. */
  begin(): void {
    if (++this.round === 0xffffffff) {
      this.round = 1;
      this.seen.fill(0);
    }
  }

  add(lower: string): void {
    const whole = this.whole.get(lower);
    if (whole) this.hit(whole);
    for (const short of this.shorts) if (fits(short, lower)) this.hit(short.clauses);
    if (!this.grams.isEmpty) this.grams.scan(lower, this.hit);
  }

  end(): Mask {
    if (this.touched.length === 0) return this.whenPresent;
    const mask = this.whenPresent.slice();
    for (const one of this.touched) {
      if (this.met[one] === this.needed[one]) setBit(mask, one);
      this.met[one] = 0;
    }
    this.touched.length = 0;
    return mask;
  }

  private readonly hit = (clauses: readonly number[]): void => {
    for (const clause of clauses) {
      if (this.seen[clause] === this.round) continue;
      this.seen[clause] = this.round;
      for (const one of this.clauses[clause]?.conjunctions ?? []) {
        const met = this.met[one] ?? 0;
        if (met === 0) this.touched.push(one);
        this.met[one] = met + 1;
      }
    }
  };
}

export function setBit(mask: Mask, bit: number): void {
  mask[bit >>> 5] = ((mask[bit >>> 5] ?? 0) | (1 << (bit & 31))) >>> 0;
}
