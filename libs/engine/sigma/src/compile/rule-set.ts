import type { MatchedField } from '../explain/explain';
import type { RefusedRule } from '../parse/rule-fault';
import type { SigmaRule } from '../parse/sigma-rule';
import type { NormalisedEvent } from '../taxonomy/event-values';
import type { RuleCost } from './rule-cost';

/** Rules that can be asked about events: a compiled set, or an overlay on one. */
export interface RuleSet {
  readonly size: number;
  /** Rules left out for the sake of others, such as a second one of the same id. */
  readonly refused: readonly RefusedRule[];
  rule(id: string): SigmaRule | undefined;
  /** The rules that match, in the order they were given; an overlay's own come last. */
  evaluate(event: NormalisedEvent): readonly SigmaRule[];
  /** Which values met which conditions of the rule; empty when it does not match the event. */
  explain(rule: SigmaRule, event: NormalisedEvent): MatchedField[];
  /** Dearest first. */
  costs(): readonly RuleCost[];
}
