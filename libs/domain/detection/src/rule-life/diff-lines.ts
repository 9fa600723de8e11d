/** Cells of the table of common lines; above, the part that differs is shown as replaced as a whole. */
const MOST_CELLS = 4_000_000;
const CONTEXT = 3;

/** A line of either text, with its line break. `both` is in both. */
interface Step {
  readonly kind: 'both' | 'gone' | 'new';
  readonly line: string;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Lengths of the longest common subsequences of what follows (i, j), row after row. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const below = table[(i + 1) * width + j] ?? 0;
      const beside = table[i * width + j + 1] ?? 0;
      table[i * width + j] = a[i] === b[j] ? (table[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(below, beside);
    }
  }
  return table;
}

function middleSteps(a: readonly string[], b: readonly string[]): Step[] {
  const gone = (line: string): Step => ({ kind: 'gone', line });
  const added = (line: string): Step => ({ kind: 'new', line });
  if (a.length === 0 || b.length === 0 || a.length * b.length > MOST_CELLS) return [...a.map(gone), ...b.map(added)];
  const table = commonLengths(a, b);
  const width = b.length + 1;
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      steps.push({ kind: 'both', line: left });
      i++;
      j++;
    } else if (right === undefined || (left !== undefined && (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))) {
      steps.push(gone(left ?? ''));
      i++;
    } else {
      steps.push(added(right));
      j++;
    }
  }
  return steps;
}

function stepsBetween(a: readonly string[], b: readonly string[]): Step[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const both = (line: string): Step => ({ kind: 'both', line });
  const middle = middleSteps(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...a.slice(0, start).map(both), ...middle, ...a.slice(a.length - end).map(both)];
}

/** Parts of the steps to be shown: changes with what stands around them; [from, to). */
function hunksOf(steps: readonly Step[]): [number, number][] {
  const hunks: [number, number][] = [];
  for (const [at, { kind }] of steps.entries()) {
    if (kind === 'both') continue;
    const last = hunks.at(-1);
    if (last && at - CONTEXT <= last[1]) last[1] = at + 1 + CONTEXT;
    else hunks.push([Math.max(0, at - CONTEXT), at + 1 + CONTEXT]);
  }
  return hunks.map(([from, to]) => [from, Math.min(to, steps.length)]);
}

const signs = { both: ' ', gone: '-', new: '+' } as const;

function rendered({ kind, line }: Step): string {
  return line.endsWith('\n') ? `${signs[kind]}${line}` : `${signs[kind]}${line}\n\\ No newline at end of file\n`;
}

/** What `diff -u` writes; empty for equal texts. Bounded in time by the product of the lines that differ. */
export function unifiedDiff(before: string, after: string, names: { readonly before: string; readonly after: string }): string {
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const hunks = hunksOf(steps);
  if (hunks.length === 0) return '';
  let [oldLine, newLine, at] = [1, 1, 0];
  const out = [`--- ${names.before}\n+++ ${names.after}\n`];
  for (const [from, to] of hunks) {
    oldLine += from - at;
    newLine += from - at;
    const part = steps.slice(from, to);
    const oldCount = part.filter(({ kind }) => kind !== 'new').length;
    const newCount = part.filter(({ kind }) => kind !== 'gone').length;
    // An empty side is said by the line before it.
    out.push(`@@ -${oldCount ? oldLine : oldLine - 1},${oldCount} +${newCount ? newLine : newLine - 1},${newCount} @@\n`, part.map(rendered).join(''));
    oldLine += oldCount;
    newLine += newCount;
    at = to;
  }
  return out.join('');
}
