import { clockPartOf } from '../modifiers/clock-part';
import type { Comparison, FieldTest } from '../modifiers/field-test';
import { isInNetwork } from '../modifiers/network';
import type { TextPattern } from '../modifiers/text-pattern';
import { anyOne, anyRun } from '../modifiers/text-pattern';
import { regexMatches } from '../regex/safe-regex';
import type { Fields } from '../taxonomy/event-values';
import { fieldValue, someText } from '../taxonomy/event-values';

/** Wildcard matching one character at a time, with the classic one-star backtracking. */
export function plainTextMatches(pattern: TextPattern, cased: boolean, raw: string): boolean {
  const text = cased ? raw : raw.toLowerCase();
  const wanted = pattern.flatMap((part): (string | 0 | 1)[] => (typeof part === 'string' ? (cased ? part : part.toLowerCase()).split('') : [part]));
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < text.length; ) {
    const token = wanted[at];
    if (token === anyRun) {
      star = at++;
      resume = i;
    } else if (at < wanted.length && (token === anyOne || token === text[i])) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (wanted[at] === anyRun) at++;
  return at === wanted.length;
}

export function compares(actual: number, how: Comparison, wanted: number): boolean {
  switch (how) {
    case 'eq':
      return actual === wanted;
    case 'lt':
      return actual < wanted;
    case 'lte':
      return actual <= wanted;
    case 'gt':
      return actual > wanted;
    case 'gte':
      return actual >= wanted;
  }
}

/** The number a text spells (decimal or 0x…); null when it spells none. */
export function spelledNumber(text: string): number | null {
  if (text.length > 64 || text.trim() === '') return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** Both texts under the test's letter case. */
export function refersTo(test: FieldTest & { op: 'field' }, own: string, other: string): boolean {
  const left = test.cased ? own : own.toLowerCase();
  const right = test.cased ? other : other.toLowerCase();
  if (test.start && test.end) return left.includes(right);
  if (test.start) return left.endsWith(right);
  if (test.end) return left.startsWith(right);
  return left === right;
}

/** True when one text of a value passes; `null`, `exists` and `field` are no questions about one text. */
export function plainTextPasses(test: FieldTest, text: string): boolean {
  switch (test.op) {
    case 'text':
      return plainTextMatches(test.pattern, test.cased, text);
    case 'regex':
      return regexMatches(test.regex, text);
    case 'cidr':
      return isInNetwork(test.network, text);
    case 'compare': {
      const number = spelledNumber(text);
      return number !== null && compares(number, test.how, test.value);
    }
    case 'clock': {
      const part = clockPartOf(text, test.part);
      return part !== null && compares(part, test.how, test.value);
    }
    default:
      return false;
  }
}

/** @param mapped the event's name for a rule's field */
export function plainFieldPasses(test: FieldTest, fields: Fields, field: string, mapped: (field: string) => string): boolean {
  const value = fieldValue(fields, mapped(field));
  if (test.op === 'null') return value === undefined || value === null;
  if (test.op === 'exists') return (value !== undefined) === test.wanted;
  if (test.op === 'field') {
    const other = fieldValue(fields, mapped(test.other));
    return someText(value, (own) => someText(other, (text) => refersTo(test, own, text)));
  }
  return someText(value, (text) => plainTextPasses(test, text));
}
