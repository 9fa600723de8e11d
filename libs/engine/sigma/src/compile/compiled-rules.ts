import { explainMatch } from '../explain/explain';
import type { MatchedField } from '../explain/explain';
import type { RefusedRule } from '../parse/rule-fault';
import type { SigmaRule } from '../parse/sigma-rule';
import { builtInRouting } from '../routing/built-in-routing';
import type { LogsourceRouting } from '../routing/logsource-routing';
import type { MetRoutes } from '../routing/router';
import { Router } from '../routing/router';
import type { Route } from '../routing/routes';
import { mappedField, meetsRoute, routesOf } from '../routing/routes';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { Bucket } from './bucket';
import type { RoutedRule } from './bucket-plan';
import { planBucket } from './bucket-plan';
import type { RuleCost } from './rule-cost';
import type { RuleSet } from './rule-set';

export interface CompileOptions {
  /** Which events each logsource means; our own mapping when absent. */
  readonly routing?: LogsourceRouting;
  /** Monotonic milliseconds with fractions, such as `performance.now`: lets `costs` tell time. */
  readonly clock?: () => number;
}

interface Source {
  readonly rule: SigmaRule;
  readonly order: number;
  readonly routes: readonly Route[];
}

interface RouteSources {
  readonly route: Route;
  readonly sources: Source[];
}

const nothing: readonly SigmaRule[] = [];

/**
 * A set of rules ready to be asked about events, one at a time. Holds caches that grow with what it sees, within
 * bounds; replace it whole when rules change. The index of a log is built when its first event comes.
 */
export class CompiledRules implements RuleSet {
  readonly size: number;
  readonly refused: readonly RefusedRule[];
  readonly routing: LogsourceRouting;
  private readonly byId = new Map<string, Source>();
  private readonly byRoute = new Map<string, RouteSources>();
  private readonly router: Router;
  private readonly buckets = new Map<string, Bucket>();
  private readonly byMet = new Map<MetRoutes, Bucket | null>();
  private readonly matched: SigmaRule[] = [];
  private readonly clock: (() => number) | undefined;

  /** @param kin may lend its indexes and its routing; it must have the same `routing` */
  constructor(rules: Iterable<SigmaRule>, options: CompileOptions, kin: { readonly previous?: CompiledRules; readonly base?: CompiledRules } = {}) {
    this.routing = options.routing ?? builtInRouting;
    this.clock = options.clock;
    const refused: RefusedRule[] = [];
    for (const rule of rules) {
      const routes = routesOf(rule.logsource, this.routing);
      const reason = this.byId.has(rule.id) ? 'another rule has this id' : routes.length === 0 ? 'the logsource mapping names no log for it' : null;
      if (reason) {
        refused.push({ origin: rule.origin, ruleId: rule.id, title: rule.title, reason });
        continue;
      }
      const source = { rule, order: this.byId.size, routes };
      this.byId.set(rule.id, source);
      for (const route of source.routes) {
        const known = this.byRoute.get(route.key) ?? { route, sources: [] };
        known.sources.push(source);
        this.byRoute.set(route.key, known);
      }
    }
    this.size = this.byId.size;
    this.refused = refused;
    const base = kin.base?.knowsAll(this.byRoute.keys()) ? kin.base : undefined;
    this.router = base?.router ?? new Router([...this.byRoute.values()].map(({ route }) => route));
    if (kin.previous) this.borrow(kin.previous);
  }

  private knowsAll(routeKeys: Iterable<string>): boolean {
    for (const key of routeKeys) if (!this.byRoute.has(key)) return false;
    return true;
  }

  private borrow(previous: CompiledRules): void {
    for (const [key, bucket] of previous.buckets) if (bucket.isOf(this.routedOn(key.split('\n')))) this.buckets.set(key, bucket);
  }

  /** Rules of these routes, in the set's order. */
  private routedOn(keys: readonly string[]): RoutedRule[] {
    const each = keys.flatMap((key) => {
      const met = this.byRoute.get(key);
      return met ? met.sources.map(({ rule, order }) => ({ rule, order, mapped: (field: string) => mappedField(met.route, field) })) : [];
    });
    return keys.length > 1 ? each.sort((a, b) => a.order - b.order) : each;
  }

  private bucketOn({ keys }: MetRoutes): Bucket | null {
    const steps = this.build(keys.filter((key) => this.byRoute.has(key)));
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
  }

  private *build(keys: readonly string[]): Generator<undefined, Bucket | null> {
    const name = keys.join('\n');
    const known = this.buckets.get(name);
    if (known || keys.length === 0) return known ?? null;
    const bucket = new Bucket(yield* planBucket(this.routedOn(keys)), this.clock);
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** Builds, between yields, an index for every log that `other` has met. */
  *prepareLike(other: CompiledRules): Generator<undefined, void> {
    for (const name of other.buckets.keys()) {
      const keys = name.split('\n').filter((key) => this.byRoute.has(key));
      yield* this.build(keys);
    }
  }

  rule(id: string): SigmaRule | undefined {
    return this.byId.get(id)?.rule;
  }

  rules(): readonly SigmaRule[] {
    return [...this.byId.values()].map(({ rule }) => rule);
  }

  evaluate(event: NormalisedEvent): readonly SigmaRule[] {
    return this.evaluateOn(this.router.find(event), event);
  }

  /** Of this set and another that is routed alike, the event's routes being looked up once. */
  evaluateBoth(other: CompiledRules, event: NormalisedEvent): readonly [readonly SigmaRule[], readonly SigmaRule[]] {
    const met = this.router.find(event);
    return [this.evaluateOn(met, event), other.router === this.router ? other.evaluateOn(met, event) : other.evaluate(event)];
  }

  private evaluateOn(met: MetRoutes, event: NormalisedEvent): readonly SigmaRule[] {
    let bucket = this.byMet.get(met);
    if (bucket === undefined) {
      bucket = this.bucketOn(met);
      this.byMet.set(met, bucket);
    }
    if (!bucket) return nothing;
    const { matched } = this;
    matched.length = 0;
    bucket.evaluate(event.fields, matched);
    return matched.length === 0 ? nothing : [...matched];
  }

  /** The routes on which the event reaches the rule. */
  routesTo(rule: SigmaRule, event: NormalisedEvent): readonly Route[] {
    return (this.byId.get(rule.id)?.routes ?? []).filter((route) => meetsRoute(route, event));
  }

  explain(rule: SigmaRule, event: NormalisedEvent): MatchedField[] {
    for (const route of this.routesTo(rule, event)) {
      const found = explainMatch(rule.detection, event, route);
      if (found) return found;
    }
    return [];
  }

  costs(): readonly RuleCost[] {
    const costs = new Map<SigmaRule, RuleCost>();
    for (const bucket of this.buckets.values()) bucket.costs.addTo(costs);
    return [...costs.values()].sort((a, b) => b.ms - a.ms || b.asked - a.asked);
  }
}

export function compileRules(rules: Iterable<SigmaRule>, options: CompileOptions = {}): CompiledRules {
  return new CompiledRules(rules, options);
}

/**
 * Compiles a changed set beside the one in use: indexes of logs whose rules did not change are shared, the others are
 * made in slices of some milliseconds between yields. Let other work run in between and put the answer in the place of
 * `previous` at once.
 */
export function* recompile(previous: CompiledRules, rules: Iterable<SigmaRule>, options: CompileOptions = {}): Generator<undefined, CompiledRules> {
  const next = new CompiledRules(rules, options, previous.routing === (options.routing ?? builtInRouting) ? { previous } : {});
  yield;
  yield* next.prepareLike(previous);
  return next;
}
