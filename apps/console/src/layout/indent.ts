const STEP = '  ';

/** What Enter adds: a new line that begins where this one does, one step in after a `key:`. */
export function newLine(text: string, caret: number): string {
  const line = text.slice(text.lastIndexOf('\n', caret - 1) + 1, caret);
  const blanks = /^ */.exec(line)?.[0] ?? '';
  return `\n${blanks}${/^[^#]*:\s*$/.test(line) ? STEP : ''}`;
}

/** Where a line and column, both from 1, are in a text; the nearest place there is. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const at = Math.max(0, Math.min(lines.length - 1, line - 1));
  const before = lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0);
  return before + Math.max(0, Math.min((lines[at] ?? '').length, column - 1));
}
