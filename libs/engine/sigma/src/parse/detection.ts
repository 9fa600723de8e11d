import { parseCondition } from '../condition/parse-condition';
import { asKeyword, testsFor } from '../modifiers/apply-modifiers';
import type { RuleNode } from '../modifiers/field-test';
import { all, any } from '../modifiers/field-test';
import type { Placeholders } from '../modifiers/modifier-chain';
import { readKey } from '../modifiers/modifier-chain';
import type { DocumentPath } from './rule-fault';
import { RuleFault } from './rule-fault';
import type { YamlMap, YamlValue } from './yaml-document';

export const maxTests = 20_000;
const maxWritten = 512;

/** Adds the place to a fault that has none. */
function at<T>(path: DocumentPath, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof RuleFault && fault.path.length === 0) throw new RuleFault(fault.reason, path);
    throw fault;
  }
}

function isMap(value: YamlValue | undefined): value is YamlMap {
  return value instanceof Map;
}

function isList(value: YamlValue | undefined): value is readonly YamlValue[] {
  return Array.isArray(value);
}

class DetectionReader {
  private left = maxTests;

  constructor(private readonly placeholders: Placeholders) {}

  selection(value: YamlValue, path: DocumentPath): RuleNode {
    if (isMap(value)) return this.map(value, path);
    if (isList(value)) {
      if (value.length === 0) throw new RuleFault('a selection is an empty list', path);
      return any(value.map((item, index) => (isMap(item) ? this.map(item, [...path, index]) : this.keyword(item, [...path, index]))));
    }
    if (value === null) throw new RuleFault('a selection is empty', path);
    return this.keyword(value, path);
  }

  private keyword(value: YamlValue, path: DocumentPath): RuleNode {
    if (value === null || typeof value === 'object') throw new RuleFault('a keyword must be a text or a number', path);
    return this.item('', value, path, String(path[1]));
  }

  private map(value: YamlMap, path: DocumentPath): RuleNode {
    if (value.size === 0) throw new RuleFault('a selection is an empty map', path);
    return all([...value].map(([key, item]) => this.item(key, item, [...path, key], key)));
  }

  private item(key: string, value: YamlValue, path: DocumentPath, label: string): RuleNode {
    const { field, chain } = at(path, () => readKey(key));
    const values = isList(value) ? value : [value];
    if (values.length === 0) throw new RuleFault(`"${key}" has an empty list of values`, path);
    const nodes = values.map((one, index) => {
      const tests = at(isList(value) ? [...path, index] : path, () => testsFor(one, chain, this.placeholders));
      this.left -= tests.length;
      if (this.left < 0) throw new RuleFault(`the rule has more than ${maxTests} tests`, path);
      const written = `${label}: ${String(one)}`;
      const short = written.length > maxWritten ? `${written.slice(0, maxWritten)}…` : written;
      return any(tests.map((test): RuleNode => ({ kind: 'test', field, test: field === null ? asKeyword(test) : test, written: short })));
    });
    const node = chain.all ? all(nodes) : any(nodes);
    return chain.negated ? { kind: 'not', of: node } : node;
  }
}

/**
 * `detection` (or `filter`, by `key`) → one tree.
 * @throws RuleFault with the path of the guilty node
 */
export function parseDetection(value: YamlValue | undefined, placeholders: Placeholders, key = 'detection'): RuleNode {
  if (!isMap(value)) throw new RuleFault(`${key} is missing or not a map`, [key]);
  const reader = new DetectionReader(placeholders);
  const selections = new Map<string, RuleNode>();
  for (const [name, content] of value) {
    if (name === 'condition' || name === 'timeframe') continue;
    selections.set(name, { ...reader.selection(content, [key, name]), label: name });
  }
  if (selections.size === 0) throw new RuleFault(`${key} defines no selection`, [key]);
  const condition = value.get('condition');
  if (condition === undefined || condition === null) throw new RuleFault(`${key} has no condition`, [key]);
  const written = isList(condition) ? condition : [condition];
  if (written.length === 0) throw new RuleFault('the condition is empty', [key, 'condition']);
  const of = written.map((one, index) => {
    const path = isList(condition) ? [key, 'condition', index] : [key, 'condition'];
    if (typeof one !== 'string') throw new RuleFault('the condition is not a text', path);
    return at(path, () => parseCondition(one, selections));
  });
  const node = any(of);
  countLeaves(node, { left: maxTests * 4 });
  return node;
}

/** A short condition can name the same large selection again and again. */
function countLeaves(node: RuleNode, budget: { left: number }): void {
  if (--budget.left < 0) throw new RuleFault('the condition repeats its selections too often', ['detection', 'condition']);
  if (node.kind === 'not') countLeaves(node.of, budget);
  else if (node.kind !== 'test') for (const part of node.of) countLeaves(part, budget);
}
