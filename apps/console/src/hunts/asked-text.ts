/** A text as it goes to the gateway, and the way back from its lines to those that were typed. */
export interface AskedText {
  readonly yaml: string;
  /** Where a line and column of `yaml`, both from 1, stand in what was typed. */
  place(line: number, column: number | null): { line: number; column: number | null };
}

/**
 * The gateway fills in what a bare condition lacks, and then counts lines in the filled text. Filled in here, the same
 * way, the lines that it names can be told apart from those nobody wrote.
 */
export function askedText(typed: string): AskedText {
  const has = (key: string): boolean => new RegExp(`^${key}[ \\t]*:`, 'm').test(typed);
  if (/^---/m.test(typed.trimStart().slice(3)) || has('correlation')) return { yaml: typed, place: (line, column) => ({ line, column }) };
  const bare = !has('detection');
  const added = [...(has('title') ? [] : ['title: Ad-hoc hunt']), ...(has('logsource') ? [] : ['logsource:', '  category: anywhere']), ...(bare ? ['detection:'] : [])];
  const lines = typed.split(/\r?\n/);
  const body = bare ? lines.map((line) => `  ${line}`) : lines;
  return {
    yaml: [...added, ...body].join('\n'),
    place: (line, column) => ({
      line: Math.max(1, Math.min(lines.length, line - added.length)),
      column: column === null ? null : Math.max(1, line <= added.length ? 1 : column - (bare ? 2 : 0)),
    }),
  };
}

/** What to call a question that has no title: its first comparison. */
export function titleOf(typed: string): string | null {
  if (/^title[ \t]*:/m.test(typed)) return null;
  const comparison = typed.split('\n').find((line) => /^\s*(- )?[\w.|@-]+:\s*\S/.test(line) && !/^\s*(condition|timeframe|category|product|service|id|status|level)\s*:/.test(line));
  return comparison?.trim().replace(/^- /, '').slice(0, 120) ?? null;
}
