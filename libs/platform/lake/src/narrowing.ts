import { SEARCHED_COLUMNS } from './lake-row';
import type { SearchedColumn } from './lake-row';

/** What an event must have to be a candidate. */
export type Narrowing =
  | { readonly all: readonly Narrowing[] }
  | { readonly any: readonly Narrowing[] }
  /** ASCII that must occur in `original`, without regard to case. */
  | { readonly text: string }
  /** Compared without regard to case; a value that is not ASCII is a candidate whatever was asked for. */
  | { readonly column: SearchedColumn; readonly values: readonly string[] }
  | { readonly everything: true };

/** A narrowing in lower case, bounded in size, without trivial parts: what could not be kept was widened. */
export type Plan =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Plan[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'column'; readonly column: SearchedColumn; readonly values: readonly string[] };

const DEEPEST = 32;
const MOST_PARTS = 4_000;
const LONGEST_TEXT = 512;
const EVERYTHING: Plan = { kind: 'everything' };
const NOTHING: Plan = { kind: 'nothing' };
const ASCII = /^[\0-\x7f]+$/;

/** Never narrower than what was asked: a part that is too deep, too much or malformed lets everything through. */
export function planOf(narrowing: Narrowing): Plan {
  return plan(narrowing, 0, { left: MOST_PARTS });
}

function plan(part: Narrowing, depth: number, budget: { left: number }): Plan {
  budget.left -= 1;
  if (depth > DEEPEST || budget.left < 0) return EVERYTHING;
  if ('all' in part) return joined('all', part.all, depth, budget);
  if ('any' in part) return joined('any', part.any, depth, budget);
  if ('text' in part) return textOf(part.text);
  if ('column' in part) return columnOf(part.column, part.values, budget);
  return EVERYTHING;
}

function joined(kind: 'all' | 'any', parts: readonly Narrowing[], depth: number, budget: { left: number }): Plan {
  const [neutral, absorbing] = kind === 'all' ? ['everything', 'nothing'] : ['nothing', 'everything'];
  const kept: Plan[] = [];
  for (const part of parts) {
    const next = plan(part, depth + 1, budget);
    if (next.kind === absorbing) return next;
    // Past the budget every further part is 'everything'; a long list need not be walked to its end.
    if (budget.left < 0) break;
    if (next.kind !== neutral) kept.push(next);
  }
  const [first] = kept;
  if (first === undefined) return kind === 'all' ? EVERYTHING : NOTHING;
  return kept.length === 1 ? first : { kind, parts: kept };
}

function textOf(text: string): Plan {
  return ASCII.test(text) ? { kind: 'text', text: text.slice(0, LONGEST_TEXT).toLowerCase() } : EVERYTHING;
}

function columnOf(column: SearchedColumn, values: readonly string[], budget: { left: number }): Plan {
  budget.left -= values.length;
  if (budget.left < 0 || !SEARCHED_COLUMNS.includes(column)) return EVERYTHING;
  if (values.length === 0) return NOTHING;
  // K and ſ are ASCII in the other case; what stays beyond ASCII equals only values that are candidates anyway.
  const folded = values.flatMap((value) => [value.toLowerCase(), value.toUpperCase().toLowerCase()]);
  return { kind: 'column', column, values: [...new Set(folded)].filter((value) => value === '' || ASCII.test(value)) };
}
