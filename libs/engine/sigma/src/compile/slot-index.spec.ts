import type { Atom } from './clauses';
import { SlotIndex } from './slot-index';

/** Repeatable numbers in [0, 1) (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function fits({ literal, place }: Atom, text: string): boolean {
  if (place === 'whole') return text === literal;
  if (place === 'start') return text.startsWith(literal);
  return place === 'end' ? text.endsWith(literal) : text.includes(literal);
}

const places = ['whole', 'start', 'end', 'inside'] as const;

describe('SlotIndex', () => {
  it.each([1, 3, 5, 9])('finds just the literals a text holds, when the shortest has %i characters', (shortest) => {
    const random = seeded(shortest);
    const word = (length: number): string => Array.from({ length }, () => 'abc\u00e9'[Math.floor(random() * 4)]).join('');
    for (let round = 0; round < 40; round++) {
      const atoms = Array.from({ length: 60 }, (): Atom => ({ literal: word(shortest + Math.floor(random() * 5)), place: places[Math.floor(random() * 4)] ?? 'inside' }));
      // One conjunction an atom, and one that needs the first two.
      const clauses = atoms.map((atom, i) => ({ atoms: [atom], conjunctions: i < 2 ? [i, atoms.length] : [i] }));
      const index = new SlotIndex(clauses, atoms.length + 1, 2);
      for (let n = 0; n < 30; n++) {
        const text = n % 5 === 0 ? (atoms[n]?.literal ?? '') : word(Math.floor(random() * 40));
        const mask = index.maskOf(text);
        const got = Array.from({ length: atoms.length + 1 }, (_, bit) => ((mask[bit >>> 5] ?? 0) >>> (bit & 31)) & 1);
        const wanted = atoms.map((atom) => (fits(atom, text) ? 1 : 0));
        expect(got).toEqual([...wanted, (wanted[0] ?? 0) & (wanted[1] ?? 0)]);
      }
    }
  });

  it('asks only for presence where no literal is known', () => {
    const index = new SlotIndex([{ atoms: null, conjunctions: [0] }], 2, 1);
    expect([...index.maskOf('anything')]).toEqual([0b11]);
    expect([...index.whenMissing]).toEqual([0b10]);
  });
});
