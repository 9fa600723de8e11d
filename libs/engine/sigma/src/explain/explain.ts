import type { RuleNode } from '../modifiers/field-test';
import { plainMatches } from '../plain/plain-rules';
import { plainFieldPasses, plainTextPasses } from '../plain/plain-tests';
import type { Route } from '../routing/routes';
import { mappedField } from '../routing/routes';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { fieldValue, someLeaf, someText } from '../taxonomy/event-values';

/** One condition of a rule that an event met. */
export interface MatchedField {
  /** The event's name for the field; empty for a keyword found in a value of no particular field. */
  readonly field: string;
  /** The text that met it, cut at 2,048 characters; empty for a field that had to be missing. */
  readonly value: string;
  /** As the rule writes it: `CommandLine|contains: -enc`. */
  readonly condition: string;
}

const maxValue = 2_048;
const maxFound = 200;

function shown(text: string): string {
  return text.length > maxValue ? `${text.slice(0, maxValue)}…` : text;
}

export type Leaf = RuleNode & { kind: 'test' };

/** The first text that the leaf is about and that passes. */
export function guiltyText({ field, test }: Leaf, event: NormalisedEvent, route: Route): { field: string; value: string } {
  let guilty = '';
  const passes = (text: string): boolean => {
    guilty = text;
    return test.op === 'field' || test.op === 'exists' || plainTextPasses(test, text);
  };
  if (field !== null) {
    const name = mappedField(route, field);
    const found = someText(fieldValue(event.fields, name), passes);
    return { field: name, value: found ? shown(guilty) : '' };
  }
  const found = someLeaf(event.fields, passes);
  const name = Object.keys(event.fields).find((key) => someText(event.fields[key], (text) => text === guilty));
  return { field: name ?? '', value: found ? shown(guilty) : '' };
}

export function leafPasses(leaf: Leaf, event: NormalisedEvent, route: Route): boolean {
  const { field, test } = leaf;
  if (field === null) return someLeaf(event.fields, (text) => plainTextPasses(test, text));
  return plainFieldPasses(test, event.fields, field, (name) => mappedField(route, name));
}

/** Positive leaves that hold, under branches that hold: a negation that held has nothing to show. */
function collect(node: RuleNode, event: NormalisedEvent, route: Route, found: Map<string, MatchedField>): boolean {
  switch (node.kind) {
    case 'test': {
      if (!leafPasses(node, event, route)) return false;
      const { field, value } = guiltyText(node, event, route);
      if (found.size < maxFound) found.set(`${field}\n${node.written}`, { field, value, condition: node.written });
      return true;
    }
    case 'not':
      return !plainMatches(node.of, event, route);
    case 'or': {
      let held = false;
      for (const part of node.of) held = collectWhole(part, event, route, found) || held;
      return held;
    }
    case 'and':
      return node.of.every((part) => collect(part, event, route, found));
  }
}

/** Adds what a branch of an OR found only if the whole branch held. */
function collectWhole(node: RuleNode, event: NormalisedEvent, route: Route, found: Map<string, MatchedField>): boolean {
  const inner = new Map<string, MatchedField>();
  if (!collect(node, event, route, inner)) return false;
  for (const [key, field] of inner) if (found.size < maxFound) found.set(key, field);
  return true;
}

/** Why a detection matches an event on a route; null when it does not. */
export function explainMatch(detection: RuleNode, event: NormalisedEvent, route: Route): MatchedField[] | null {
  const found = new Map<string, MatchedField>();
  return collectWhole(detection, event, route, found) ? [...found.values()] : null;
}
