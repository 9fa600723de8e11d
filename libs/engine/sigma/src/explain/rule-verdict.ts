/** One question of a rule and its answer. */
export interface LeafVerdict {
  /** As the rule writes it: `CommandLine|contains: -enc`. */
  readonly condition: string;
  /** The event's name for the field; empty for a keyword. */
  readonly field: string;
  readonly passed: boolean;
  /** What the event has there, cut; the text that passed, if one did. Undefined: it has nothing. */
  readonly value?: string;
}

/** A part of a condition, in the rule's order. */
export type VerdictNode =
  | { readonly kind: 'and' | 'or'; readonly passed: boolean; readonly label?: string; readonly of: readonly VerdictNode[]; /** Alternatives that are not listed, all alike. */ readonly omitted: number }
  | { readonly kind: 'not'; readonly passed: boolean; readonly label?: string; readonly of: VerdictNode }
  | { readonly kind: 'test'; readonly passed: boolean; readonly label?: string; readonly leaf: LeafVerdict };

export interface RuleVerdict {
  readonly ruleId: string;
  readonly title: string;
  readonly matched: boolean;
  /** Whether the rule's logsource lets the event reach it. */
  readonly routed: boolean;
  /** In words: which logs the rule is about, and what the event is from. */
  readonly routing: string;
  readonly tree: VerdictNode;
  /** A smallest set of answers that would have to be the other way round for the condition to hold; empty when it holds. */
  readonly blockers: readonly LeafVerdict[];
}
