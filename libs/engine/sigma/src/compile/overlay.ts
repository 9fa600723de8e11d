import type { MatchedField } from '../explain/explain';
import { applyFilters, filterConcerns } from '../filters/apply-filters';
import type { SigmaFilter } from '../filters/sigma-filter';
import type { RefusedRule } from '../parse/rule-fault';
import type { SigmaRule } from '../parse/sigma-rule';
import { plainMatches } from '../plain/plain-rules';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { CompiledRules } from './compiled-rules';
import { FilterCheck } from './filter-check';
import type { RuleCost } from './rule-cost';
import type { RuleSet } from './rule-set';

export interface OverlayChanges {
  /** Rules beside the base's; one with the id of a rule of the base takes its place. */
  readonly rules?: Iterable<SigmaRule>;
  /** Ids of rules of the base that do not apply; unknown ones are nothing to it. */
  readonly disabled?: Iterable<string>;
  /** For rules of the base and of the overlay alike. */
  readonly filters?: readonly SigmaFilter[];
  /** Told of each match that a filter took back, while `evaluate` runs. */
  readonly excluded?: (filter: SigmaFilter, rule: SigmaRule) => void;
}

interface AppliedFilter {
  readonly filter: SigmaFilter;
  readonly check: FilterCheck;
}

/**
 * A compiled base with changes on top. Only the changes are compiled: the base is asked first, and what it found is
 * dropped, filtered or shown in another form. Edits of a large set are overlays too, until it is compiled anew.
 */
class Overlay implements RuleSet {
  readonly size: number;
  readonly refused: readonly RefusedRule[];
  private readonly own: CompiledRules | null;
  private readonly hidden = new Set<SigmaRule>();
  /** A rule of the base → what to show instead: the same detection under another level, say. */
  private readonly shown = new Map<SigmaRule, SigmaRule>();
  private readonly filters: readonly AppliedFilter[];
  private readonly concerned = new Map<SigmaRule, readonly AppliedFilter[]>();
  private readonly excluded: OverlayChanges['excluded'];

  constructor(
    private readonly base: CompiledRules,
    changes: OverlayChanges,
  ) {
    const own: SigmaRule[] = [];
    for (const rule of changes.rules ?? []) {
      const replaced = base.rule(rule.id);
      if (replaced?.detection === rule.detection && replaced.logsource === rule.logsource) this.shown.set(replaced, rule);
      else {
        if (replaced) this.hidden.add(replaced);
        own.push(rule);
      }
    }
    for (const id of changes.disabled ?? []) {
      const rule = base.rule(id);
      if (rule) this.hidden.add(rule);
    }
    const filters = changes.filters ?? [];
    this.filters = filters.map((filter) => ({ filter, check: new FilterCheck(filter.condition) }));
    this.excluded = changes.excluded;
    // Who wants to hear of exclusions has to let the rules match first.
    const compiled = changes.excluded ? own : applyFilters(own, filters);
    this.own = compiled.length > 0 ? new CompiledRules(compiled, { routing: base.routing }, { base }) : null;
    this.size = base.size - this.hidden.size + (this.own?.size ?? 0);
    this.refused = this.own?.refused ?? [];
  }

  rule(id: string): SigmaRule | undefined {
    const own = this.own?.rule(id);
    const rule = own ? undefined : this.base.rule(id);
    return own ?? (rule && !this.hidden.has(rule) ? (this.shown.get(rule) ?? rule) : undefined);
  }

  evaluate(event: NormalisedEvent): readonly SigmaRule[] {
    const [found, own] = this.own ? this.base.evaluateBoth(this.own, event) : [this.base.evaluate(event), []];
    const { own: ownSet } = this;
    const kept = ownSet && this.excluded && own.length > 0 ? own.filter((rule) => this.passes(rule, event, ownSet)) : own;
    if (found.length === 0) return kept;
    const ofBase = found.filter((rule) => !this.hidden.has(rule) && this.passes(rule, event, this.base)).map((rule) => this.shown.get(rule) ?? rule);
    return kept.length === 0 ? ofBase : [...ofBase, ...kept];
  }

  private passes(rule: SigmaRule, event: NormalisedEvent, set: CompiledRules): boolean {
    const applied = this.filters.length === 0 ? [] : this.filtersOf(rule);
    if (applied.length === 0) return true;
    const routes = set.routesTo(rule, event);
    // On two routes at once, both the rule and its filters must hold on one of them.
    const passed = routes.some((route) => applied.every(({ check }) => check.passes(event, route)) && (routes.length === 1 || plainMatches(rule.detection, event, route)));
    if (!passed && this.excluded) {
      const by = applied.find(({ check }) => !routes.some((route) => check.passes(event, route))) ?? applied[0];
      if (by) this.excluded(by.filter, rule);
    }
    return passed;
  }

  private filtersOf(rule: SigmaRule): readonly AppliedFilter[] {
    const known = this.concerned.get(rule);
    if (known) return known;
    const applied = this.filters.filter(({ filter }) => filterConcerns(filter, rule));
    this.concerned.set(rule, applied);
    return applied;
  }

  explain(rule: SigmaRule, event: NormalisedEvent): MatchedField[] {
    if (this.own?.rule(rule.id)) return this.own.explain(rule, event);
    return this.base.explain(rule, event);
  }

  /** Of its own rules: the base keeps one account for all that stand on it. */
  costs(): readonly RuleCost[] {
    return this.own?.costs() ?? [];
  }
}

/** Who owns an overlay is the caller's business. Without changes the base itself is the answer. */
export function overlay(base: CompiledRules, changes: OverlayChanges): RuleSet {
  const [rules, disabled] = [[...(changes.rules ?? [])], [...(changes.disabled ?? [])]];
  if (rules.length === 0 && disabled.length === 0 && !changes.filters?.length) return base;
  return new Overlay(base, { ...changes, rules, disabled });
}
