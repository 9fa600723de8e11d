import type { RuleNode } from '../modifiers/field-test';
import { anyRun } from '../modifiers/text-pattern';
import type { Leaf } from './sigma-pipeline';

export function leavesOf(node: RuleNode): Leaf[] {
  if (node.kind === 'test') return [node];
  return node.kind === 'not' ? leavesOf(node.of) : node.of.flatMap(leavesOf);
}

/** The value of a text test as a rule would write it; undefined for other tests. */
export function wildcardText({ test }: Leaf): string | undefined {
  if (test.op !== 'text') return undefined;
  return test.pattern.map((part) => (typeof part === 'string' ? part.replace(/[*?]/g, '\\$&') : part === anyRun ? '*' : '?')).join('');
}

/** A tree with each leaf put through `change`; null where nothing of it is left. */
export function changeLeaves(node: RuleNode, change: (leaf: Leaf) => RuleNode | null): RuleNode | null {
  if (node.kind === 'test') {
    const changed = change(node);
    return changed === node || changed === null || node.label === undefined ? changed : { ...changed, label: node.label };
  }
  if (node.kind === 'not') {
    const of = changeLeaves(node.of, change);
    return of === node.of ? node : of && { ...node, of };
  }
  const of = node.of.map((part) => changeLeaves(part, change));
  if (of.every((part, at) => part === node.of[at])) return node;
  const left = of.filter((part) => part !== null);
  return left.length === 0 ? null : { ...node, of: left };
}
