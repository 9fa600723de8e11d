import type { Atom } from './clauses';
import type { EventView } from './event-view';
import type { AtomClauses } from './gram-table';
import { AnchorTable } from './anchor-table';
import { GramTable } from './gram-table';
import { literalBytes, TextBytes } from './text-bytes';
import { ValueMemo } from './value-memo';

/** One bit per conjunction of a bucket. */
export type Mask = Uint32Array;

export interface IndexedClause {
  readonly atoms: readonly Atom[] | null;
  readonly conjunctions: readonly number[];
  /** One of its atoms rules the conjunctions out, instead of being needed. */
  readonly blocks?: boolean;
}

const nothing: IndexedClause = { atoms: null, conjunctions: [] };

/** Evaluation never interleaves: one text at a time is enough for everybody. */
const shown = new TextBytes();

/**
 * Everything a bucket asks of one field: from a value to the mask of conjunctions that this field does not rule out.
 * A `joined` index is asked about all values of an event in one text, with separators between them.
 */
export class SlotIndex {
  /** What a missing value leaves: conjunctions that ask nothing of this field. */
  readonly whenMissing: Mask;
  /** The others, one by one: for fields that few rules ask about. */
  readonly conjunctions: readonly number[];
  readonly memo = new ValueMemo<Mask>();
  /** What any value leaves: also conjunctions that ask only for its presence. */
  private readonly whenPresent: Mask;
  /** For answers that nobody keeps. */
  private readonly scratch: Mask;
  private readonly whole = new Map<string, number[]>();
  private longestWhole = 0;
  private shortest = Infinity;
  /** Clauses with an atom that cannot be looked for: any text may fulfil them. */
  private readonly open: number[] = [];
  private readonly grams: GramTable;
  private readonly starts: AnchorTable;
  private readonly ends: AnchorTable;
  private readonly needed: Uint16Array;
  private readonly met: Uint16Array;
  private readonly touched: number[] = [];
  private readonly blocked: number[] = [];
  private readonly seen: Uint32Array;
  private round = 0;
  private givenUp = false;

  constructor(
    private readonly clauses: readonly IndexedClause[],
    total: number,
    words: number,
    private readonly joined = false,
  ) {
    this.needed = new Uint16Array(total);
    this.met = new Uint16Array(total);
    this.seen = new Uint32Array(clauses.length);
    const needing = clauses.filter(({ blocks }) => !blocks);
    const concerned = new Set(needing.flatMap((clause) => clause.conjunctions));
    this.conjunctions = [...concerned].sort((a, b) => a - b);
    for (const { atoms, conjunctions } of needing) if (atoms) for (const one of conjunctions) this.needed[one] = (this.needed[one] ?? 0) + 1;
    this.whenMissing = new Uint32Array(words);
    this.whenPresent = new Uint32Array(words);
    this.scratch = new Uint32Array(words);
    for (let one = 0; one < total; one++) {
      if (!concerned.has(one)) setBit(this.whenMissing, one);
      if (this.needed[one] === 0) setBit(this.whenPresent, one);
    }
    const atoms = this.sortAtoms();
    // In a joined text every value has ends of its own, so only a scan finds them.
    const anchored = (place: Atom['place']): AtomClauses[] => (joined ? [] : atoms.filter((atom) => atom.place === place));
    this.starts = new AnchorTable(anchored('start'), false);
    this.ends = new AnchorTable(anchored('end'), true);
    this.grams = new GramTable(joined ? atoms : anchored('inside'));
  }

  /** Atoms that are equal share their clauses; returns those to search for. */
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
    const searched: AtomClauses[] = [];
    for (const { literal, place, clauses } of merged.values()) {
      this.shortest = Math.min(this.shortest, literal.length);
      const bytes = literalBytes(literal);
      if (place === 'whole' && !this.joined) {
        this.whole.set(literal, clauses);
        this.longestWhole = Math.max(this.longestWhole, literal.length);
      } else if (bytes && bytes.length > 0) searched.push({ bytes, place, clauses });
      else this.open.push(...clauses);
    }
    return searched;
  }

  /** The mask of one text. @param kept whether it outlives the next question */
  maskOf(text: string, kept: boolean): Mask {
    this.begin();
    this.add(text);
    return this.end(kept);
  }

  /** The mask of all values of an event, for a joined index. */
  maskOfAll(view: EventView): Mask {
    this.begin();
    if (this.open.length > 0) this.hit(this.open);
    view.showAll(shown, this.open.length > 0 ? 0 : this.shortest, this.mayHold);
    this.search();
    if (this.touched.length > 0 || this.givenUp) view.forgetClean();
    return this.end();
  }

  /** For values of several texts: `begin`, `add` each, `end`. */
  begin(): void {
    this.givenUp = false;
    if (++this.round === 0xffffffff) {
      this.round = 1;
      this.seen.fill(0);
    }
  }

  add(text: string): void {
    if (this.open.length > 0) this.hit(this.open);
    // Lower-casing never makes a text shorter.
    const whole = text.length <= this.longestWhole ? this.whole.get(text.toLowerCase()) : undefined;
    if (whole) this.hit(whole);
    if (this.givenUp || (this.grams.isEmpty && this.starts.isEmpty && this.ends.isEmpty)) return;
    shown.show(text);
    this.search();
  }

  private search(): void {
    this.starts.find(shown, this.hit);
    this.ends.find(shown, this.hit);
    if (!this.grams.isEmpty && !this.grams.scan(shown, this.hit)) this.givenUp = true;
  }

  /** A search that was given up rules nothing out. */
  end(kept = false): Mask {
    if (this.touched.length === 0 && this.blocked.length === 0 && !this.givenUp) return this.whenPresent;
    const mask = kept ? this.whenPresent.slice() : this.scratch;
    if (!kept) mask.set(this.whenPresent);
    for (const one of this.touched) {
      if (this.met[one] === this.needed[one]) setBit(mask, one);
      this.met[one] = 0;
    }
    this.touched.length = 0;
    if (this.givenUp) mask.fill(0xffffffff);
    for (const one of this.blocked) clearBit(mask, one);
    this.blocked.length = 0;
    return mask;
  }

  private readonly mayHold = (text: string): boolean => this.grams.mayHold(text);

  private readonly hit = (clauses: readonly number[]): void => {
    for (const clause of clauses) {
      if (this.seen[clause] === this.round) continue;
      this.seen[clause] = this.round;
      const { conjunctions, blocks } = this.clauses[clause] ?? nothing;
      if (blocks) this.blocked.push(...conjunctions);
      else for (const one of conjunctions) {
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

function clearBit(mask: Mask, bit: number): void {
  mask[bit >>> 5] = ((mask[bit >>> 5] ?? 0) & ~(1 << (bit & 31))) >>> 0;
}
