import type { FieldTest, RuleNode } from '../modifiers/field-test';
import { all, any } from '../modifiers/field-test';
import { tidy } from '../modifiers/text-pattern';
import { parseDetection } from '../parse/detection';
import { RuleFault } from '../parse/rule-fault';
import { boundedRegExp } from '../regex/safe-regex';
import type { Params } from './read-params';
import { changeLeaves } from './rule-leaves';
import type { Leaf, Transformation } from './sigma-pipeline';

/** The same test of another field; the text of the rule follows, since explanations show it. */
function renamed(leaf: Leaf, field: string): Leaf {
  const { written, field: before } = leaf;
  return { ...leaf, field, written: before !== null && written.startsWith(before) ? `${field}${written.slice(before.length)}` : written };
}

/** Renames by `rename`, also what a `fieldref` refers to; several new names mean any of them. */
function renaming(rename: (field: string) => readonly string[]): Transformation {
  return {
    on: 'leaf',
    apply: (leaf) => {
      if (leaf.field === null) return leaf;
      const { test } = leaf;
      const other: FieldTest = test.op === 'field' ? { ...test, other: rename(test.other)[0] ?? test.other } : test;
      const names = rename(leaf.field);
      if (names.length === 1 && names[0] === leaf.field && (test.op !== 'field' || other === test)) return leaf;
      return any(names.map((name) => ({ ...renamed(leaf, name), test: other })));
    },
  };
}

/** Changes the literals of text tests; wildcards stay. */
function retexting(change: (text: string) => string): Transformation {
  return {
    on: 'leaf',
    apply: (leaf) => {
      if (leaf.test.op !== 'text') return leaf;
      const pattern = tidy(leaf.test.pattern.map((part) => (typeof part === 'string' ? change(part) : part)));
      return { ...leaf, test: { ...leaf.test, pattern } };
    },
  };
}

function replacing(params: Params): Transformation {
  const bounded = at(params, () => boundedRegExp(params.text('regex')));
  if (!bounded) throw params.fault('regex', 'could take very long: say it without nested repetition');
  const replacement = params.text('replacement');
  // The bounded form of an expression has no groups left.
  if (/\\(\d|g<)/.test(replacement)) throw params.fault('replacement', 'refers to a group, which is not supported here');
  return retexting((text) => {
    if (text.length > bounded.longest) throw new RuleFault(`a value of ${text.length} characters is too long for the pipeline's replace_string`);
    return text.replace(bounded.pattern, () => replacement);
  });
}

/** A fault in what a pipeline adds has its place in the pipeline. */
function at<T>(params: Params, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    throw fault instanceof RuleFault ? new RuleFault(fault.reason, params.path) : fault;
  }
}

function condition(params: Params): Transformation {
  const value = params.value('conditions');
  if (!(value instanceof Map)) throw params.fault('conditions', 'is missing or no map');
  const detection = new Map<string, never>([['added', value as never], ['condition', (params.flag('negated') ? 'not added' : 'added') as never]]);
  const added = at(params, () => parseDetection(detection, new Map()));
  return { on: 'rule', apply: (rule) => ({ ...rule, detection: all([added, rule.detection]) }) };
}

function logsource(params: Params): Transformation {
  const changed = { category: params.optional('category'), product: params.optional('product'), service: params.optional('service') };
  if (Object.values(changed).every((part) => part === undefined)) throw params.fault('change_logsource', 'names no category, product or service');
  return { on: 'rule', apply: (rule) => ({ ...rule, logsource: changed }) };
}

const unresolved = (params: Params): never => {
  throw params.fault('type', 'is about placeholders, which have their values before pipelines run: give them when loading the rules');
};

/** pySigma's transformations, by their names there. */
export const transformations: Readonly<Record<string, (params: Params) => Transformation>> = {
  field_name_mapping: (params) => {
    const mapping = params.mapping('mapping');
    return renaming((field) => mapping.get(field) ?? [field]);
  },
  field_name_prefix_mapping: (params) => {
    const mapping = [...params.mapping('mapping')];
    return renaming((field) => {
      const found = mapping.find(([prefix]) => field.startsWith(prefix));
      return found ? found[1].map((prefix) => prefix + field.slice(found[0].length)) : [field];
    });
  },
  field_name_prefix: (params) => {
    const prefix = params.text('prefix');
    return renaming((field) => [prefix + field]);
  },
  field_name_suffix: (params) => {
    const suffix = params.text('suffix');
    return renaming((field) => [field + suffix]);
  },
  drop_detection_item: () => ({ on: 'leaf', apply: () => null }),
  detection_item_failure: (params) => {
    const message = params.text('message');
    return {
      on: 'leaf',
      apply: () => {
        throw new RuleFault(message);
      },
    };
  },
  replace_string: replacing,
  map_string: (params) => {
    const mapping = params.mapping('mapping');
    return {
      on: 'leaf',
      apply: (leaf) => {
        const { test } = leaf;
        if (test.op !== 'text') return leaf;
        const [only] = test.pattern;
        const found = test.pattern.length === 1 && typeof only === 'string' ? mapping.get(only) : undefined;
        return found ? any(found.map((text): RuleNode => ({ ...leaf, test: { ...test, pattern: [text] } }))) : leaf;
      },
    };
  },
  case: (params) => (params.oneOf('method', ['lower', 'upper'], 'lower') === 'lower' ? retexting((text) => text.toLowerCase()) : retexting((text) => text.toUpperCase())),
  // Numbers and texts are compared as texts here, so there is nothing to convert.
  convert_type: () => ({ on: 'leaf', apply: (leaf) => leaf }),
  set_value: (params) => {
    const value = params.value('value') ?? null;
    if (value !== null && typeof value === 'object') throw params.fault('value', 'is a list or a map');
    const test: FieldTest = value === null ? { op: 'null' } : { op: 'text', pattern: [String(value)], cased: false };
    return { on: 'leaf', apply: (leaf) => ({ ...leaf, test }) };
  },
  add_condition: condition,
  change_logsource: logsource,
  set_state: (params) => {
    const [key, val] = [params.text('key'), params.text('val')];
    return {
      on: 'rule',
      apply: (rule, state) => {
        state.values.set(key, val);
        return rule;
      },
    };
  },
  rule_failure: (params) => {
    const message = params.text('message');
    return {
      on: 'rule',
      apply: () => {
        throw new RuleFault(message);
      },
    };
  },
  value_placeholders: unresolved,
  wildcard_placeholders: unresolved,
  query_expression_placeholders: unresolved,
};

/** Puts each leaf that `holds` through the transformation. @throws RuleFault when nothing would be left to ask */
export function transformLeaves(detection: RuleNode, change: (leaf: Leaf) => RuleNode | null): RuleNode {
  const changed = changeLeaves(detection, change);
  if (!changed) throw new RuleFault('the pipeline leaves nothing of the detection');
  return changed;
}
