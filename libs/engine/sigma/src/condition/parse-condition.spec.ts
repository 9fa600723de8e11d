import type { RuleNode } from '../modifiers/field-test';
import { parseCondition } from './parse-condition';

function leaf(name: string): RuleNode {
  return { kind: 'test', field: name, test: { op: 'null' }, written: name };
}

const selections = new Map(['sel', 'sel_a', 'sel_b', 'filter', '_hidden', 'k-1'].map((name) => [name, leaf(name)]));

function show(node: RuleNode): string {
  if (node.kind === 'test') return node.written;
  if (node.kind === 'not') return `!${show(node.of)}`;
  return `(${node.of.map(show).join(node.kind === 'and' ? ' & ' : ' | ')})`;
}

describe('parseCondition', () => {
  it.each([
    ['sel', 'sel'],
    ['sel and not filter', '(sel & !filter)'],
    ['sel or filter and k-1', '(sel | (filter & k-1))'],
    ['not sel and filter', '(!sel & filter)'],
    ['not not sel', 'sel'],
    ['not (sel or filter)', '!(sel | filter)'],
    ['1 of sel_*', '(sel_a | sel_b)'],
    ['any of sel_*', '(sel_a | sel_b)'],
    ['all of sel*', '(sel & sel_a & sel_b)'],
    ['1 of them', '(sel | sel_a | sel_b | filter | k-1)'],
    ['1 of _*', '_hidden'],
    ['1 of *_a', 'sel_a'],
    ['all of them and not 1 of filter*', '((sel & sel_a & sel_b & filter & k-1) & !filter)'],
    ['SEL_A'.toLowerCase() + ' AND NOT filter', '(sel_a & !filter)'],
    ['((sel))', 'sel'],
  ])('reads %s', (source, expected) => {
    expect(show(parseCondition(source, selections))).toBe(expected);
  });

  it.each([
    ['', 'empty'],
    ['sel and', 'ends too early'],
    ['(sel', 'is not closed'],
    ['sel)', 'makes no sense from ")"'],
    ['sel filter', 'makes no sense from "filter"'],
    ['nosuch', 'names "nosuch", which detection does not define'],
    ['1 of nosuch*', 'fits no selection'],
    ['2 of sel*', 'only 1 of, any of and all of'],
    ['sel | count() > 5', 'pipe syntax'],
    ['sel & filter', 'unexpected &'],
    ['(' .repeat(100) + 'sel' + ')'.repeat(100), 'nested more than'],
    ['sel and '.repeat(2_000), 'longer than'],
  ])('refuses %s', (source, reason) => {
    expect(() => parseCondition(source, selections)).toThrow(reason);
  });
});
