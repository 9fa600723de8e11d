import type { TextPart, TextPattern } from './text-pattern';
import { tidy } from './text-pattern';

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];
/** 5 to the power of the dashes in a value: four dashes already make 625 forms. */
export const maxWindashForms = 3_125;

/** Every form of a value with its command-line dashes swapped for their look-alikes; null when there would be too many. */
export function windash(pattern: TextPattern): TextPattern[] | null {
  let forms: TextPattern[] = [[]];
  for (const part of pattern) {
    const pieces = typeof part === 'string' ? part.split(/\B[-/](?=\b)/) : [part];
    for (const [at, piece] of pieces.entries()) {
      const heads: readonly TextPart[] = at === 0 ? [''] : dashes;
      if (forms.length * heads.length > maxWindashForms) return null;
      forms = forms.flatMap((form) => heads.map((head) => [...form, head, piece]));
    }
  }
  return forms.map(tidy);
}
