import type { RuleNode } from '../modifiers/field-test';
import { RuleFault } from '../parse/rule-fault';
import type { SigmaRule } from '../parse/sigma-rule';
import { regexMatches, safeRegex } from '../regex/safe-regex';
import type { Params } from './read-params';
import { leavesOf, wildcardText } from './rule-leaves';
import type { Leaf, LeafTest, PipelineState, RuleTest } from './sigma-pipeline';

const noFlags = { i: false, m: false, s: false };

function appliedId(params: Params): string {
  return params.text('processing_item_id');
}

function stateTest(params: Params): (state: PipelineState) => boolean {
  const [key, val] = [params.text('key'), params.text('val')];
  return ({ values }) => values.get(key) === val;
}

/** Anchored at the beginning only, as Python's `re.match`. */
function matcher(params: Params, pattern: string): (text: string) => boolean {
  try {
    const regex = safeRegex(`^(?:${pattern})`, noFlags);
    return (text) => regexMatches(regex, text);
  } catch (fault) {
    throw fault instanceof RuleFault ? new RuleFault(fault.reason, params.path) : fault;
  }
}

function attributeOf(rule: SigmaRule, name: string): unknown {
  const own: Readonly<Record<string, unknown>> = { ...rule, license: rule.licence, falsepositives: rule.falsePositives };
  return Object.hasOwn(own, name) ? own[name] : undefined;
}

function attributeTest(params: Params): RuleTest {
  const [attribute, value] = [params.text('attribute'), params.text('value')];
  const op = params.oneOf('op', ['eq', 'ne', 'gte', 'gt', 'lte', 'lt', 'in', 'not_in'], 'eq');
  const ranks = ['informational', 'low', 'medium', 'high', 'critical'];
  const order = (text: string): string => (attribute === 'level' ? String(ranks.indexOf(text)) : text);
  const compare: Readonly<Record<string, (own: string) => boolean>> = {
    eq: (own) => own === value, ne: (own) => own !== value,
    gte: (own) => order(own) >= order(value), gt: (own) => order(own) > order(value), lte: (own) => order(own) <= order(value), lt: (own) => order(own) < order(value),
    in: (own) => value.split(',').map((one) => one.trim()).includes(own), not_in: (own) => !value.split(',').map((one) => one.trim()).includes(own),
  };
  return (rule) => {
    const own = attributeOf(rule, attribute);
    const holds = compare[op];
    return holds !== undefined && (typeof own === 'string' || typeof own === 'number') && holds(String(own));
  };
}

type Reader<T> = (params: Params) => T;

/** pySigma's conditions on a whole rule, by their names there. */
export const ruleConditions: Readonly<Record<string, Reader<RuleTest>>> = {
  logsource: (params) => {
    const wanted = (['category', 'product', 'service'] as const).map((part) => [part, params.optional(part)?.toLowerCase()] as const);
    if (wanted.every(([, value]) => value === undefined)) throw params.fault('logsource', 'condition names no category, product or service');
    return ({ logsource }) => wanted.every(([part, value]) => value === undefined || logsource[part] === value);
  },
  contains_field: (params) => {
    const field = params.text('field');
    return ({ detection }) => leavesOf(detection).some((leaf) => leaf.field === field);
  },
  contains_detection_item: (params) => {
    const [field, value] = [params.optional('field') ?? null, params.text('value').toLowerCase()];
    return ({ detection }) => leavesOf(detection).some((leaf) => leaf.field === field && wildcardText(leaf)?.toLowerCase() === value);
  },
  is_sigma_rule: () => () => true,
  is_sigma_correlation_rule: () => () => false,
  rule_attribute: attributeTest,
  tag: (params) => {
    const tag = params.text('tag').toLowerCase();
    return ({ tags }) => tags.some((own) => own.toLowerCase() === tag);
  },
  processing_state: (params) => {
    const holds = stateTest(params);
    return (_rule, state) => holds(state);
  },
  processing_item_applied: (params) => {
    const id = appliedId(params);
    return (_rule, { applied }) => applied.has(id);
  },
};

function appliedToLeaf(params: Params): LeafTest {
  const id = appliedId(params);
  return (leaf, { appliedTo }) => appliedTo.get(leaf as RuleNode)?.has(id) ?? false;
}

function stateLeafTest(params: Params): LeafTest {
  const holds = stateTest(params);
  return (_leaf, state) => holds(state);
}

/** Conditions on one test of a rule. */
export const itemConditions: Readonly<Record<string, Reader<LeafTest>>> = {
  match_string: (params) => {
    const matches = matcher(params, params.text('pattern'));
    const negate = params.flag('negate');
    params.oneOf('cond', ['any', 'all'], 'any');
    return (leaf) => {
      const text = wildcardText(leaf);
      return text !== undefined && matches(text) !== negate;
    };
  },
  is_null: () => ({ test }) => test.op === 'null',
  contains_wildcard: () => (leaf) => /(^|[^\\])[*?]/.test(wildcardText(leaf) ?? ''),
  processing_item_applied: appliedToLeaf,
  processing_state: stateLeafTest,
};

function fieldTest(params: Params): (field: string) => boolean {
  const fields = params.texts('fields');
  if (params.oneOf('mode', ['plain', 're'], 'plain') === 'plain') return (field) => fields.includes(field);
  const matchers = fields.map((pattern) => matcher(params, pattern));
  return (field) => matchers.some((matches) => matches(field));
}

/** Conditions on the field that a test is about; keywords have none. */
export const fieldConditions: Readonly<Record<string, Reader<LeafTest>>> = {
  include_fields: (params) => {
    const named = fieldTest(params);
    return ({ field }: Leaf) => field !== null && named(field);
  },
  exclude_fields: (params) => {
    const named = fieldTest(params);
    return ({ field }: Leaf) => field !== null && !named(field);
  },
  processing_item_applied: appliedToLeaf,
  processing_state: stateLeafTest,
};
