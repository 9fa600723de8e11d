import type { ConformanceCase } from './conformance-case';

const section = 'Rules, Condition';
const selections = 'a: {A: 1}, b: {B: 1}, c: {C: 1}';
/** `abc` → the three fields set. */
const set = (letters: string): Record<string, unknown> => Object.fromEntries([...letters].map((letter) => [letter.toUpperCase(), 1]));
const of = (construct: string, condition: string, matches: string, not: string, more = ''): ConformanceCase => ({
  construct,
  section,
  detection: `{${selections}${more}, condition: ${condition}}`,
  matches: matches.split(' ').map(set),
  not: not === '' ? [] : not.split(' ').map((letters) => (letters === '-' ? {} : set(letters))),
});

/** The grammar of conditions, each form by all it must and must not accept. */
export const conditionCases: readonly ConformanceCase[] = [
  of('name', 'a', 'a abc', '- b'),
  of('and', 'a and b', 'ab abc', 'a b c'),
  of('or', 'a or b', 'a b', '- c'),
  of('not', 'not a', 'b c', 'a ab'),
  of('precedence: and before or', 'a or b and c', 'a bc', 'b c'),
  of('precedence: not before and', 'not a and b', 'b bc', 'a ab c'),
  of('precedence: not before or', 'not a or b', 'b ab c', 'a'),
  of('brackets', '(a or b) and c', 'ac bc', 'ab c'),
  of('brackets', 'not (a or b)', 'c', 'a b ab'),
  of('brackets', 'a and not (b and (c or a))', 'a ac', 'ab abc'),
  of('1 of pattern', '1 of sel_*', 'd e', 'a abc', ', sel_d: {D: 1}, sel_e: {E: 1}'),
  of('1 of pattern', 'a and not 1 of sel_*', 'a ab', 'ad ae b', ', sel_d: {D: 1}, sel_e: {E: 1}'),
  of('1 of pattern', '1 of *_x', 'd', 'a e', ', sel_x: {D: 1}, sel_e: {E: 1}'),
  of('all of pattern', 'all of sel_*', 'de dea', 'd e abc', ', sel_d: {D: 1}, sel_e: {E: 1}'),
  of('any of pattern', 'any of sel_*', 'd e', 'a', ', sel_d: {D: 1}, sel_e: {E: 1}'),
  of('1 of them', '1 of them', 'a b c', '- d'),
  of('1 of them', '1 of them', 'a', 'd', ', _hidden: {D: 1}'),
  of('all of them', 'all of them', 'abc', 'ab bc'),
  of('all of them', 'all of them', 'abc', 'ab', ', _hidden: {D: 1}'),
  of('list of conditions', '[a and b, c]', 'ab c', 'a b'),
  of('letters of keywords', 'a AND NOT b OR c', 'a c bc', 'ab'),
  of('names that begin like keywords', 'order or notable', 'd e', 'a', ', order: {D: 1}, notable: {E: 1}'),
];
