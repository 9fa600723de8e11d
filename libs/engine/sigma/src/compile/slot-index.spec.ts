import type { Atom } from './clauses';
import { EventView } from './event-view';
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
    const letters = ['a', 'b', 'c', 'A', 'B', '\u00e9', '\u0130', '\u212a', '\ud83d\ude00', 'k'];
    const word = (length: number): string => Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
    for (let round = 0; round < 40; round++) {
      const atoms = Array.from({ length: 60 }, (): Atom => ({ literal: word(shortest + Math.floor(random() * 5)).toLowerCase(), place: places[Math.floor(random() * 4)] ?? 'inside' }));
      // One conjunction an atom, and one that needs the first two.
      const clauses = atoms.map((atom, i) => ({ atoms: [atom], conjunctions: i < 2 ? [i, atoms.length] : [i] }));
      const index = new SlotIndex(clauses, atoms.length + 1, 2);
      for (let n = 0; n < 30; n++) {
        const text = n % 5 === 0 ? (atoms[n]?.literal ?? '') : word(Math.floor(random() * 40));
        const mask = index.maskOf(text, false);
        const got = Array.from({ length: atoms.length + 1 }, (_, bit) => ((mask[bit >>> 5] ?? 0) >>> (bit & 31)) & 1);
        const wanted = atoms.map((atom) => (fits(atom, text.toLowerCase()) ? 1 : 0));
        expect(got).toEqual([...wanted, (wanted[0] ?? 0) & (wanted[1] ?? 0)]);
      }
    }
  });

  it('finds literals in values that are joined to one text, each at its own ends', () => {
    const atoms: Atom[] = [{ literal: 'abc', place: 'start' }, { literal: 'xyz', place: 'end' }, { literal: 'alone', place: 'whole' }, { literal: 'q', place: 'inside' }];
    const index = new SlotIndex(atoms.map((atom, i) => ({ atoms: [atom], conjunctions: [i] })), 4, 1, true);
    const found = (...values: unknown[]): number[] => {
      const view = new EventView([]);
      view.show(Object.fromEntries(values.entries()));
      return [...index.maskOfAll(view)];
    };
    expect(found('zabc', 'XYZ', 'not alone')).toEqual([0b0010]);
    expect(found('zz', 'Abcd', 'xyzz', 'ALONE', 'Q')).toEqual([0b1101]);
    expect(found('\u212a', ['zz', { deep: 'Abcd' }], 'ALONE', 5, null, 'Q')).toEqual([0b1101]);
    expect(found('x'.repeat(10_000), `${'y'.repeat(20_000)}XYZ`, 'q'.repeat(20_000))).toEqual([0b1010]);
  });

  it('finds in an event what it found in the one before', () => {
    const index = new SlotIndex([{ atoms: [{ literal: 'bad', place: 'inside' }], conjunctions: [0] }, { atoms: [{ literal: 'worse', place: 'inside' }], conjunctions: [1] }], 2, 1, true);
    const view = new EventView([]);
    const found = (...values: unknown[]): number => {
      view.show(Object.fromEntries(values.entries()));
      return index.maskOfAll(view)[0] ?? 0;
    };
    expect([found('good', 'good'), found('good', 'bad'), found('good', 'bad'), found('good', 'fine'), found('bad', 'fine'), found('bad', 'worse'), found('bad', 'worse')]).toEqual([0, 1, 1, 0, 1, 3, 3]);
    expect([found('x'.repeat(300)), found('x'.repeat(300)), found(`${'x'.repeat(300)}bad`), found('\u0130bad'), found('\u0130bad')]).toEqual([0, 0, 1, 1, 1]);
  });

  it('rules nothing out for a text that is made of near misses', () => {
    // All their grams are made of two letters, so whatever they are filed under, the text is full of it.
    const random = seeded(7);
    const twoLetters = (length: number): string => Array.from({ length }, () => (random() < 0.5 ? 'a' : 'b')).join('');
    const near = Array.from({ length: 320 }, (): Atom => ({ literal: twoLetters(20), place: 'inside' }));
    const index = new SlotIndex(near.map((atom, i) => ({ atoms: [atom], conjunctions: [i] })), 320, 10);
    expect([...index.maskOf(twoLetters(100_000), false)].every((word) => word === 0xffffffff)).toBe(true);
    // The next text is searched as ever.
    expect([...index.maskOf(`x${near[7]?.literal}`, false)]).toEqual([0b10000000, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('asks only for presence where no literal is known', () => {
    const index = new SlotIndex([{ atoms: null, conjunctions: [0] }], 2, 1);
    expect([...index.maskOf('anything', false)]).toEqual([0b11]);
    expect([...index.whenMissing]).toEqual([0b10]);
  });
});
