import { escapesOf } from './escapes';
import { SEARCHED } from './lake-row';
import type { Plan } from './narrowing';

/** SQL of structure only; every text is a parameter. */
export interface Predicate {
  readonly sql: string;
  readonly values: readonly string[];
}

/** From so many alternatives on, one expression that is read once beats a search for each (measured: 10 texts, 8.0 against 2.3 s). */
const ALTERNATIVES = 3;
/** Of one expression: its automaton must fit into the memory that RE2 gives itself. */
const LONGEST_EXPRESSION = 2_000;

export function predicateOf(plan: Plan): Predicate {
  const values: string[] = [];
  const bind = (value: string): string => `$${values.push(value)}`;
  return { sql: sqlOf(plan, bind), values };
}

type Bind = (value: string) => string;

function sqlOf(plan: Plan, bind: Bind): string {
  switch (plan.kind) {
    case 'everything':
      return 'true';
    case 'nothing':
      return 'false';
    case 'text':
      return `(contains(lower(original), ${bind(plan.text)}) or ${unless(plan.text)})`;
    case 'column':
      return columnSql(SEARCHED[plan.column], plan.values, bind);
    case 'all':
      return `(${plan.parts.map((part) => sqlOf(part, bind)).join(' and ')})`;
    case 'any':
      return anySql(plan.parts, bind);
  }
}

function anySql(parts: readonly Plan[], bind: Bind): string {
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  if (texts.length < ALTERNATIVES) return `(${parts.map((part) => sqlOf(part, bind)).join(' or ')})`;
  const others = parts.filter((part) => part.kind !== 'text').map((part) => sqlOf(part, bind));
  const searches = expressions(texts).map((each) => `regexp_matches(original, ${bind(each)}, 'i')`);
  // The cheap columns first: `or` stops at the first that holds.
  return `(${[unless(texts.join('')), ...others, ...searches].join(' or ')})`;
}

/** What may hold the text without spelling it here (see `escapesOf`, `isLarge`). */
function unless(text: string): string {
  return text.includes('/') ? 'opaque or slashed or original is null' : 'opaque or original is null';
}

function columnSql(column: string, values: readonly string[], bind: Bind): string {
  const beyondAscii = `strlen(${column}) <> length(${column})`;
  return values.length === 0 ? `(${beyondAscii})` : `(lower(${column}) in (${values.map(bind).join(', ')}) or ${beyondAscii})`;
}

/** The same of one text in the thread, for what SQL does not see; its columns were asked there. */
export function textMayPass(plan: Plan, original: string): boolean {
  const folded = original.toLowerCase();
  const { opaque, slashed } = escapesOf(original);
  const pass = (part: Plan): boolean => {
    if (part.kind === 'text') return opaque || (slashed && part.text.includes('/')) || folded.includes(part.text);
    if (part.kind === 'all') return part.parts.every(pass);
    if (part.kind === 'any') return part.parts.some(pass);
    return part.kind !== 'nothing';
  };
  return pass(plan);
}

function expressions(texts: readonly string[]): string[] {
  const found: string[] = [];
  for (const text of texts) {
    const literal = [...text].map((character) => (/[a-z0-9]/.test(character) ? character : hex(character))).join('');
    const last = found.at(-1);
    if (last !== undefined && last.length + literal.length < LONGEST_EXPRESSION) found[found.length - 1] = `${last}|${literal}`;
    else found.push(literal);
  }
  return found;
}

function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
