import type { RuleNode } from '../modifiers/field-test';
import type { SigmaRule } from '../parse/sigma-rule';
import type { LogsourceRouting } from '../routing/logsource-routing';
import type { Route } from '../routing/routes';
import { mappedField, meetsRoute, routesOf } from '../routing/routes';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { someLeaf } from '../taxonomy/event-values';
import { plainFieldPasses, plainTextPasses } from './plain-tests';

export function plainMatches(node: RuleNode, event: NormalisedEvent, route: Route): boolean {
  switch (node.kind) {
    case 'and':
      return node.of.every((part) => plainMatches(part, event, route));
    case 'or':
      return node.of.some((part) => plainMatches(part, event, route));
    case 'not':
      return !plainMatches(node.of, event, route);
    case 'test': {
      const { field, test } = node;
      if (field === null) return someLeaf(event.fields, (text) => plainTextPasses(test, text));
      return plainFieldPasses(test, event.fields, field, (name) => mappedField(route, name));
    }
  }
}

/** The engine's meaning, written to be read: every rule is asked about every event. The compiled engine must agree with it. */
export class PlainRules {
  private readonly routed: readonly { readonly rule: SigmaRule; readonly routes: readonly Route[] }[];

  constructor(rules: readonly SigmaRule[], routing: LogsourceRouting) {
    this.routed = rules.map((rule) => ({ rule, routes: routesOf(rule.logsource, routing) }));
  }

  evaluate(event: NormalisedEvent): SigmaRule[] {
    return this.routed
      .filter(({ rule, routes }) => routes.some((route) => meetsRoute(route, event) && plainMatches(rule.detection, event, route)))
      .map(({ rule }) => rule);
  }
}
