import type { RuleNode } from '../modifiers/field-test';
import { plainMatches } from '../plain/plain-rules';
import type { SigmaRule } from '../parse/sigma-rule';
import type { LogsourceRouting } from '../routing/logsource-routing';
import type { Route } from '../routing/routes';
import { mappedField, meetsRoute, routesOf } from '../routing/routes';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { fieldValue, someText } from '../taxonomy/event-values';
import { describeEvent, describeLogs } from './describe-routing';
import type { Leaf } from './explain';
import { guiltyText, leafPasses } from './explain';
import type { LeafVerdict, RuleVerdict, VerdictNode } from './rule-verdict';

const maxValue = 2_048;
/** Of a list of alternatives that all failed, or conditions that all held. */
const maxParts = 40;

function shownValue(value: unknown): string | undefined {
  const texts: string[] = [];
  someText(value, (text) => texts.push(text.slice(0, maxValue)) >= 8);
  return texts.length === 0 ? undefined : texts.join(', ').slice(0, maxValue);
}

function judgeLeaf(leaf: Leaf, event: NormalisedEvent, route: Route): LeafVerdict {
  const passed = leafPasses(leaf, event, route);
  const field = leaf.field === null ? '' : mappedField(route, leaf.field);
  const found = passed ? guiltyText(leaf, event, route) : undefined;
  const value = found?.value ? found.value : leaf.field === null ? undefined : shownValue(fieldValue(event.fields, field));
  return { condition: leaf.written, field: found?.field ?? field, passed, value };
}

/** Those that decide first: what passed of an OR, what failed of an AND. */
function cut(kind: 'and' | 'or', parts: readonly VerdictNode[]): { of: readonly VerdictNode[]; omitted: number } {
  if (parts.length <= maxParts) return { of: parts, omitted: 0 };
  const telling = parts.filter(({ passed }) => passed === (kind === 'or'));
  const of = [...telling, ...parts.filter((part) => !telling.includes(part))].slice(0, maxParts);
  return { of, omitted: parts.length - of.length };
}

interface Judged {
  readonly node: VerdictNode;
  /** Fewest answers to turn so that it holds, and so that it does not. */
  readonly toHold: readonly LeafVerdict[];
  readonly toFail: readonly LeafVerdict[];
}

function fewest(sets: readonly (readonly LeafVerdict[])[]): readonly LeafVerdict[] {
  return sets.reduce((least, set) => (set.length < least.length ? set : least));
}

function judge(node: RuleNode, event: NormalisedEvent, route: Route): Judged {
  const { label } = node;
  if (node.kind === 'test') {
    const leaf = judgeLeaf(node, event, route);
    return { node: { kind: 'test', passed: leaf.passed, label, leaf }, toHold: leaf.passed ? [] : [leaf], toFail: leaf.passed ? [leaf] : [] };
  }
  if (node.kind === 'not') {
    const inner = judge(node.of, event, route);
    return { node: { kind: 'not', passed: !inner.node.passed, label, of: inner.node }, toHold: inner.toFail, toFail: inner.toHold };
  }
  const parts = node.of.map((part) => judge(part, event, route));
  const nodes = parts.map((part) => part.node);
  const all = node.kind === 'and';
  const passed = all ? nodes.every((part) => part.passed) : nodes.some((part) => part.passed);
  return {
    node: { kind: node.kind, passed, label, ...cut(node.kind, nodes) },
    toHold: passed ? [] : all ? parts.flatMap(({ toHold }) => toHold) : fewest(parts.map(({ toHold }) => toHold)),
    toFail: !passed ? [] : all ? fewest(parts.map(({ toFail }) => toFail)) : parts.flatMap(({ toFail }) => toFail),
  };
}

/** Why a rule matches an event or why not, part by part. Where several logs lead to the rule, on the one that matches. */
export function explainVerdict(rule: SigmaRule, event: NormalisedEvent, routing: LogsourceRouting): RuleVerdict {
  const met = routesOf(rule.logsource, routing).filter((route) => meetsRoute(route, event));
  const chosen = met.find((route) => plainMatches(rule.detection, event, route)) ?? met[0];
  // Not reached: what the condition would say is worth knowing all the same.
  const { node, toHold } = judge(rule.detection, event, chosen ?? { key: '', entry: null, logsource: rule.logsource });
  const routed = chosen !== undefined;
  const routingText = routed ? `the event is ${describeEvent(event)}` : `the rule is about ${describeLogs(rule, routing)}; the event is ${describeEvent(event)}`;
  return { ruleId: rule.id, title: rule.title, matched: routed && node.passed, routed, routing: routingText, tree: node, blockers: toHold };
}
