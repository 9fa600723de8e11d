import { explainMatch } from '../explain/explain';
import type { MatchedField } from '../explain/explain';
import type { RefusedRule } from '../parse/rule-fault';
import type { SigmaRule } from '../parse/sigma-rule';
import { builtInRouting } from '../routing/built-in-routing';
import type { LogsourceRouting } from '../routing/logsource-routing';
import { Router } from '../routing/router';
import type { Route } from '../routing/routes';
import { mappedField, meetsRoute, routesOf } from '../routing/routes';
import type { NormalisedEvent } from '../taxonomy/event-values';
import type { RoutedRule } from './bucket';
import { Bucket } from './bucket';

interface RoutedSource {
  readonly rule: SigmaRule;
  readonly routes: readonly Route[];
}

const nothing: readonly SigmaRule[] = [];

/**
 * A set of rules ready to be asked about events, one at a time. Holds caches that grow with what it sees, within
 * bounds; replace it whole when rules change. The index of a log is built when its first event comes.
 */
export class CompiledRules {
  readonly size: number;
  /** Rules left out for the sake of others, such as a second one of the same id. */
  readonly refused: readonly RefusedRule[];
  private readonly byId = new Map<string, number>();
  private readonly sources: readonly RoutedSource[];
  private readonly router: Router<Bucket | null>;
  private readonly matched: number[] = [];

  constructor(rules: Iterable<SigmaRule>, routing: LogsourceRouting) {
    const sources: RoutedSource[] = [];
    const refused: RefusedRule[] = [];
    const byRoute = new Map<string, { route: Route; orders: number[] }>();
    for (const rule of rules) {
      if (this.byId.has(rule.id)) {
        refused.push({ origin: rule.origin, ruleId: rule.id, title: rule.title, reason: 'another rule has this id' });
        continue;
      }
      const order = sources.length;
      this.byId.set(rule.id, order);
      const routes = routesOf(rule.logsource, routing);
      sources.push({ rule, routes });
      for (const route of routes) {
        const known = byRoute.get(route.key) ?? { route, orders: [] };
        known.orders.push(order);
        byRoute.set(route.key, known);
      }
    }
    this.size = sources.length;
    this.refused = refused;
    this.sources = sources;
    const ordersOf = (route: Route): readonly number[] => byRoute.get(route.key)?.orders ?? [];
    this.router = new Router([...byRoute.values()].map(({ route }) => route), (met) => this.bucketFor(met, ordersOf));
  }

  private bucketFor(met: readonly Route[], ordersOf: (route: Route) => readonly number[]): Bucket | null {
    const routed: RoutedRule[] = [];
    for (const route of met) {
      const mapped = (field: string): string => mappedField(route, field);
      for (const order of ordersOf(route)) {
        const source = this.sources[order];
        if (source) routed.push({ order, rule: source.rule, mapped });
      }
    }
    return routed.length > 0 ? new Bucket(routed) : null;
  }

  rule(id: string): SigmaRule | undefined {
    const order = this.byId.get(id);
    return order === undefined ? undefined : this.sources[order]?.rule;
  }

  /** The rules that match, in the order they were given. */
  evaluate(event: NormalisedEvent): readonly SigmaRule[] {
    const bucket = this.router.find(event);
    if (!bucket) return nothing;
    const { matched } = this;
    matched.length = 0;
    bucket.evaluate(event.fields, matched);
    if (matched.length === 0) return nothing;
    const distinct = matched.length === 1 ? matched : [...new Set(matched)].sort((a, b) => a - b);
    return distinct.flatMap((order) => this.sources[order]?.rule ?? []);
  }

  /** Which values met which conditions of the rule; empty when it does not match the event. */
  explain(rule: SigmaRule, event: NormalisedEvent): MatchedField[] {
    const order = this.byId.get(rule.id);
    const routes = order === undefined ? [] : (this.sources[order]?.routes ?? []);
    for (const route of routes) {
      const found = meetsRoute(route, event) ? explainMatch(rule.detection, event, route) : null;
      if (found) return found;
    }
    return [];
  }
}

/** @param options.routing which events each logsource means; our own mapping when absent */
export function compileRules(rules: Iterable<SigmaRule>, options: { readonly routing?: LogsourceRouting } = {}): CompiledRules {
  return new CompiledRules(rules, options.routing ?? builtInRouting);
}
