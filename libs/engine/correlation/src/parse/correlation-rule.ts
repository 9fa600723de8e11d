import type { Level } from '@vedette/sigma';

/** Sigma correlation rules 2.1, and the extended forms and the median of the coming 2.2. */
export const correlationTypes = [
  'event_count', 'value_count', 'temporal', 'temporal_ordered', 'temporal_extended', 'temporal_ordered_extended', 'value_sum', 'value_avg', 'value_percentile', 'value_median',
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export const boundOperators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
export type BoundOperator = (typeof boundOperators)[number];

export interface Bound {
  readonly op: BoundOperator;
  readonly value: number;
}

/** What a number measured over a window must meet; several bounds are all to be met (a range). */
export interface ThresholdCondition {
  readonly kind: 'threshold';
  readonly bounds: readonly Bound[];
  /** What is counted, summed, …; several fields make one value together. Empty for types that measure no field. */
  readonly fields: readonly string[];
  /** 0 to 100, of `value_percentile` alone. */
  readonly percentile?: number;
}

/** One way to fulfil a condition over rules: all of `present` occur and none of `absent`. Rules by their place in `CorrelationRule.rules`, ascending. */
export interface ConditionTerm {
  readonly present: readonly number[];
  readonly absent: readonly number[];
}

/** A boolean condition over rules, as alternatives of which one is enough. */
export interface ExpressionCondition {
  readonly kind: 'expression';
  readonly written: string;
  readonly terms: readonly ConditionTerm[];
}

export type CorrelationCondition = ThresholdCondition | ExpressionCondition;

/** Per alias, the field it stands for in the events of each rule, by the rule's id. */
export type FieldAliases = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One Sigma correlation, read, checked and with its references resolved. */
export interface CorrelationRule {
  readonly id: string;
  readonly name?: string;
  readonly title: string;
  readonly description?: string;
  readonly level: Level;
  readonly status?: string;
  readonly author: string;
  readonly licence?: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly type: CorrelationType;
  /** Ids of rules or correlations, in the order written (which `temporal_ordered` asks for). */
  readonly rules: readonly string[];
  /** Fields or aliases; empty = all events are one group. */
  readonly groupBy: readonly string[];
  readonly aliases: FieldAliases;
  readonly timespanMs: number;
  readonly condition: CorrelationCondition;
  /** True when the rules referred to alert on their own as well. */
  readonly generate: boolean;
  readonly origin: string;
}
