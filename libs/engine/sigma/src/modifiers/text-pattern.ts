/** `*`: any run of characters, the empty one too. */
export const anyRun = 0;
/** `?`: exactly one character. */
export const anyOne = 1;

export type TextPart = string | typeof anyRun | typeof anyOne;

/** A Sigma string: literal pieces and wildcards in order; no two literals and no two `*` are neighbours. */
export type TextPattern = readonly TextPart[];

/** Sigma rules specification, "Escape Character": `\` is plain unless it precedes `*`, `?` or `\`. */
export function parseText(written: string): TextPattern {
  const parts: TextPart[] = [];
  let literal = '';
  for (let i = 0; i < written.length; i++) {
    const char = written.charAt(i);
    const next = written.charAt(i + 1);
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      i++;
    } else if (char === '*' || char === '?') {
      if (literal) parts.push(literal);
      literal = '';
      parts.push(char === '*' ? anyRun : anyOne);
    } else {
      literal += char;
    }
  }
  if (literal) parts.push(literal);
  return tidy(parts);
}

/** Joins neighbouring literals and collapses `**`. */
export function tidy(parts: readonly TextPart[]): TextPattern {
  const out: TextPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part === '') continue;
    if (part === anyRun && last === anyRun) continue;
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}

export function hasWildcard(pattern: TextPattern): boolean {
  return pattern.some((part) => typeof part !== 'string');
}

/** The text of a pattern without wildcards. */
export function literalOf(pattern: TextPattern): string {
  return pattern.filter((part) => typeof part === 'string').join('');
}

export function mapLiterals(pattern: TextPattern, change: (literal: string) => string): TextPattern {
  return pattern.map((part) => (typeof part === 'string' ? change(part) : part));
}

/** Wraps in `*` at the start and/or the end. */
export function open(pattern: TextPattern, start: boolean, end: boolean): TextPattern {
  const wild: TextPattern = [anyRun];
  return tidy([...(start ? wild : []), ...pattern, ...(end ? wild : [])]);
}
