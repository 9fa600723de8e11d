import type { TextPattern } from '../modifiers/text-pattern';
import { anyOne, anyRun, mapLiterals } from '../modifiers/text-pattern';

/** Where a literal must stand in a text. */
export type Place = 'whole' | 'start' | 'end' | 'inside';

/** `literal` null: the pattern needs the general matcher. */
export interface PatternShape {
  readonly place: Place;
  readonly literal: string | null;
}

/** Most Sigma patterns are one literal with a `*` before, behind, on both sides or nowhere. */
export function shapeOf(pattern: TextPattern): PatternShape {
  const [first, second, third] = pattern;
  if (pattern.length === 0) return { place: 'whole', literal: '' };
  if (pattern.length === 1 && typeof first === 'string') return { place: 'whole', literal: first };
  if (pattern.length === 2 && typeof first === 'string' && second === anyRun) return { place: 'start', literal: first };
  if (pattern.length === 2 && first === anyRun && typeof second === 'string') return { place: 'end', literal: second };
  if (pattern.length === 3 && first === anyRun && typeof second === 'string' && third === anyRun) return { place: 'inside', literal: second };
  return { place: 'inside', literal: null };
}

/** A stretch between two `*`: its text, with '' for each `?`. */
interface Stretch {
  readonly pieces: readonly string[];
  readonly length: number;
}

function fitsAt(stretch: Stretch, text: string, at: number): boolean {
  let from = at;
  for (const piece of stretch.pieces) {
    if (piece === '') from++;
    else if (text.startsWith(piece, from)) from += piece.length;
    else return false;
  }
  return from <= text.length;
}

function find(stretch: Stretch, text: string, from: number): number {
  const [head = ''] = stretch.pieces;
  const last = text.length - stretch.length;
  if (stretch.pieces.length === 1 && head !== '') return text.indexOf(head, from);
  for (let at = from; at <= last; at++) {
    if (head !== '') {
      at = text.indexOf(head, at);
      if (at < 0 || at > last) return -1;
    }
    if (fitsAt(stretch, text, at)) return at;
  }
  return -1;
}

/** Leftmost fit of each stretch in turn: what lies between two `*` never needs a second try further right. */
function globMatcher(pattern: TextPattern): (text: string) => boolean {
  const stretches: string[][] = [[]];
  for (const part of pattern) {
    if (part === anyRun) stretches.push([]);
    else stretches.at(-1)?.push(part === anyOne ? '' : part);
  }
  const all = stretches.map((pieces): Stretch => ({ pieces, length: pieces.reduce((sum, piece) => sum + Math.max(1, piece.length), 0) }));
  const [head, ...rest] = all;
  const tail = rest.pop();
  if (!head) return (text) => text === '';
  if (!tail) return (text) => text.length === head.length && fitsAt(head, text, 0);
  return (text) => {
    if (!fitsAt(head, text, 0)) return false;
    let from = head.length;
    for (const stretch of rest) {
      const at = find(stretch, text, from);
      if (at < 0) return false;
      from = at + stretch.length;
    }
    return text.length - tail.length >= from && fitsAt(tail, text, text.length - tail.length);
  };
}

/** @returns a test of a text that is already lower-cased, unless `cased` */
export function textMatcher(pattern: TextPattern, cased: boolean): (text: string) => boolean {
  const folded = cased ? pattern : mapLiterals(pattern, (literal) => literal.toLowerCase());
  const { place, literal } = shapeOf(folded);
  if (literal === null) return folded.length === 1 && folded[0] === anyRun ? () => true : globMatcher(folded);
  if (place === 'whole') return (text) => text === literal;
  if (place === 'start') return (text) => text.startsWith(literal);
  if (place === 'end') return (text) => text.endsWith(literal);
  return (text) => text.includes(literal);
}
