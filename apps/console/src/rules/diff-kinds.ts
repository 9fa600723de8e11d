export type DiffKind = 'head' | 'place' | 'new' | 'gone' | 'both';

/** What each line of a unified diff is. The two lines that name the files come first; later, `---` is a line that went. */
export function diffKinds(diff: string): { readonly kind: DiffKind; readonly line: string }[] {
  const lines = diff.replace(/\n$/, '').split('\n');
  return diff === '' ? [] : lines.map((line, index) => ({ line, kind: kindOf(line, index) }));
}

function kindOf(line: string, index: number): DiffKind {
  if (index < 2 && /^(---|\+\+\+) /.test(line)) return 'head';
  if (line.startsWith('@@')) return 'place';
  if (line.startsWith('+')) return 'new';
  return line.startsWith('-') ? 'gone' : 'both';
}
