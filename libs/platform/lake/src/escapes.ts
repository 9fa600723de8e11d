/** Ways in which JSON text can hold an ASCII text without spelling it. */
export interface Escapes {
  /** A `\u` escape, or a character that folds to ASCII (K, İ, ſ): any text may be in there. */
  readonly opaque: boolean;
  /** A solidus written `\/`: any text with a `/` may be in there. */
  readonly slashed: boolean;
}

const FOLDS_TO_ASCII = /[\u212a\u0130\u017f]/;

export function escapesOf(original: string): Escapes {
  return { opaque: escapes(original, '\\u') || FOLDS_TO_ASCII.test(original), slashed: escapes(original, '\\/') };
}

/** Whether the pair is an escape: `\\users` in a path is a backslash and a word, not one. */
function escapes(text: string, pair: string): boolean {
  for (let at = text.indexOf(pair); at !== -1; at = text.indexOf(pair, at + 2)) {
    let start = at;
    while (start > 0 && text.charCodeAt(start - 1) === 0x5c) start -= 1;
    if ((at - start) % 2 === 0) return true;
  }
  return false;
}
