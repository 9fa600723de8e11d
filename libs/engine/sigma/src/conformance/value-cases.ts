import type { ConformanceCase } from './conformance-case';
import { field } from './conformance-case';

const wildcard = 'Rules, String Wildcard';
const escape = 'Rules, Escape Character';
const special = 'Rules, Special Field Values';
const keywords = 'Rules, Keywords search';
const one = (construct: string, section: string, detection: string, matches: ConformanceCase['matches'], not: ConformanceCase['not']): ConformanceCase => ({ construct, section, detection, matches, not });

/** Values, wildcards, escapes, nothing at all, and where fields are found. */
export const valueCases: readonly ConformanceCase[] = [
  field('text', 'Rules, General', 'F', 'Abc', ['abc', 'ABC'], ['abcd', '', null]),
  field('number', 'Rules, Maps', 'F', '4769', [4769, '4769'], ['4769 ', 47690]),
  field('number as text', 'Rules, Maps', 'F', "'0x17'", ['0x17', '0X17'], [23]),
  field('list of values', 'Rules, Maps', 'F', '[517, 1102]', [517, '1102'], [518]),
  one('fields of a map', 'Rules, Maps', '{s: {F: a, G: b}, condition: s}', [{ F: 'a', G: 'b' }], [{ F: 'a' }, { F: 'b', G: 'a' }]),
  one('list of maps', 'Rules, Lists', "{s: [{Image|endswith: '\\example.exe'}, {Description|contains: Test executable}], condition: s}", [{ Image: 'C:\\example.exe' }, { Description: 'a test executable!' }], [{ Image: 'example.exe', Description: 'Test' }]),
  field('*', wildcard, 'F', "'antivirus_V*.exe'", ['antivirus_V1.exe', 'antivirus_V21.2.1.exe', 'antivirus_V.exe'], ['antivirus_V1.exe.bak']),
  field('?', wildcard, 'F', "'prog?.exe'", ['progA.exe', 'progB.exe'], ['prog.exe', 'progAB.exe']),
  field('*', wildcard, 'F', "'*'", ['', 'x'], [null]),
  field('backslash', escape, 'F', "'C:\\a\\\\b'", ['C:\\a\\b'], ['C:\\a\\\\b']),
  field('backslash', escape, 'F', "'a\\*b'", ['a*b'], ['axb', 'a\\xb']),
  field('backslash', escape, 'F', "'a\\?b'", ['a?b'], ['axb']),
  field('backslash', escape, 'F', "'a\\\\*'", ['a\\', 'a\\b'], ['ab', 'a*']),
  field('backslash', escape, 'F', "'a\\\\\\*b'", ['a\\*b'], ['a\\xb']),
  field('backslash', escape, 'F', "'\\\\\\\\server'", ['\\\\server'], ['\\server']),
  field('empty value', special, 'F', "''", [''], ['x', ' ', null]),
  { ...field('null', special, 'F', 'null', [null], ['', 'x', 0]), matches: [{ F: null }, { G: 1 }] },
  one('not null', special, '{s: {E: 4738}, filter: {F: null}, condition: s and not filter}', [{ E: 4738, F: 'x' }, { E: 4738, F: '' }], [{ E: 4738 }, { E: 4738, F: null }]),
  one('empty or null', special, "{s: {A: something}, e1: {B: ''}, e2: {B: null}, condition: s and 1 of e*}", [{ A: 'something', B: '' }, { A: 'something' }], [{ A: 'something', B: 'x' }]),
  one('keywords', keywords, "{k: ['event::clear', 'event::drop'], condition: k}", [{ F: 'x EVENT::clear y' }, { G: { deep: ['event::drop'] } }], [{ F: 'event::' }, { 'event::clear': 'x' }]),
  one('keywords', 'Rules, Lists', '{k: [one, 2], condition: k}', [{ F: 'someone' }, { F: 2 }, { F: 'a2b' }], [{ F: 'on' }]),
  one('keywords, all', keywords, "{k: {'|all': [OabVirtualDirectory, ' -ExternalUrl ']}, condition: k}", [{ F: 'set oabvirtualdirectory', G: 'x -externalurl y' }], [{ F: 'OabVirtualDirectory' }]),
  one('keywords, regular expression', keywords, "{k: {'|re': ['a[0-9]b']}, condition: k}", [{ F: 'xa1bx' }], [{ F: 'ab' }]),
  field('list in the event', 'Rules, Field Usage', 'F', 'b', [['a', 'B'], [['b']]], [['a'], []]),
  field('list in the event', 'Rules, Field Usage', 'F|gte', '5', [[1, 7]], [[1, 2]]),
  one('nested field', 'Rules, Field Usage', '{s: {a.b.c: x}, condition: s}', [{ a: { b: { c: 'x' } } }, { 'a.b.c': 'x' }, { 'a.b': { c: 'X' } }, { a: [{ b: { c: 'y' } }, { b: { c: 'x' } }] }], [{ a: { b: 'x' } }, { c: 'x' }]),
  one('no prototype', 'Rules, Field Usage', '{s: {constructor|exists: true}, condition: s}', [{ constructor: 'x' }], [{ F: 1 }]),
];
