import type { RuleNode } from '../modifiers/field-test';
import type { SigmaRule } from '../parse/sigma-rule';

/** Whether the node can hold for some event of a log that has only some fields; the fields that stand in the way, if not. */
function canHold(node: RuleNode, has: (field: string) => boolean, missing: Set<string>): boolean {
  switch (node.kind) {
    case 'and': {
      const kept = node.of.map((part) => canHold(part, has, missing));
      return kept.every(Boolean);
    }
    case 'or': {
      const needed = new Set<string>();
      // One way is enough: what the others lack is nobody's business then.
      if (node.of.some((part) => canHold(part, has, needed))) return true;
      for (const field of needed) missing.add(field);
      return false;
    }
    case 'not':
      return true;
    case 'test': {
      const { field, test } = node;
      if (field === null || test.op === 'null' || (test.op === 'exists' && !test.wanted) || has(field)) return true;
      missing.add(field);
      return false;
    }
  }
}

/**
 * The fields without which the rule can match no event of a log; empty when it can.
 * @param has whether events of the log ever have the field, under the rule's name for it
 */
export function missingFields(rule: Pick<SigmaRule, 'detection'>, has: (field: string) => boolean): readonly string[] {
  const missing = new Set<string>();
  return canHold(rule.detection, has, missing) ? [] : [...missing].sort();
}
