import type { AtomClauses } from './gram-table';
import type { TextBytes } from './text-bytes';
import { foldedByte } from './text-bytes';

const { imul } = Math;
/** A literal is filed by as many of its outermost bytes as the largest of these that it has. */
const depths = [1, 2, 3, 4, 6, 8, 12] as const;

function mixed(hash: number, byte: number): number {
  return imul(hash ^ byte, 0x01000193);
}

/** Literals that must stand at one end of a text: found by looking at that end alone. */
export class AnchorTable {
  private readonly chains = new Map<number, AtomClauses[]>();
  private readonly used: readonly number[];

  /** @param atEnd the end of the text, else its start */
  constructor(
    atoms: readonly AtomClauses[],
    private readonly atEnd: boolean,
  ) {
    const used = new Set<number>();
    for (const atom of atoms) {
      const depth = depths.reduce<number>((best, one) => (one <= atom.bytes.length ? one : best), 0);
      used.add(depth);
      let hash = depth;
      for (let step = 0; step < depth; step++) hash = mixed(hash, foldedByte(atom.bytes[atEnd ? atom.bytes.length - 1 - step : step]));
      const chain = this.chains.get(hash) ?? [];
      chain.push(atom);
      this.chains.set(hash, chain);
    }
    this.used = [...used];
  }

  get isEmpty(): boolean {
    return this.used.length === 0;
  }

  find(text: TextBytes, hit: (clauses: readonly number[]) => void): void {
    const { bytes, length } = text;
    for (const depth of this.used) {
      if (depth > length) continue;
      let hash = depth;
      for (let step = 0; step < depth; step++) hash = mixed(hash, foldedByte(bytes[this.atEnd ? length - 1 - step : step]));
      const chain = this.chains.get(hash);
      if (!chain) continue;
      for (const { bytes: literal, clauses } of chain) if (text.holds(literal, this.atEnd ? length - literal.length : 0)) hit(clauses);
    }
  }
}
