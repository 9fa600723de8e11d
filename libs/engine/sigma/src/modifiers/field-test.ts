import type { SafeRegex } from '../regex/safe-regex';
import type { Network } from './network';
import type { TextPattern } from './text-pattern';

export type Comparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte';
export type ClockPart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** One question about one field's value; what the value modifiers leave behind. */
export type FieldTest =
  | { readonly op: 'text'; readonly pattern: TextPattern; readonly cased: boolean }
  | { readonly op: 'regex'; readonly regex: SafeRegex }
  | { readonly op: 'cidr'; readonly network: Network }
  | { readonly op: 'compare'; readonly how: Comparison; readonly value: number }
  | { readonly op: 'clock'; readonly part: ClockPart; readonly how: Comparison; readonly value: number }
  | { readonly op: 'null' }
  | { readonly op: 'exists'; readonly wanted: boolean }
  | { readonly op: 'field'; readonly other: string; readonly start: boolean; readonly end: boolean; readonly cased: boolean };

/**
 * A rule's condition with its selections put in place. `field` null = keyword, searched in every value.
 * `written` is the leaf as the rule writes it (`CommandLine|contains: -enc`); `label` is the name of the selection
 * that was put in place here.
 */
export type RuleNode =
  | { readonly kind: 'and' | 'or'; readonly of: readonly RuleNode[]; readonly label?: string }
  | { readonly kind: 'not'; readonly of: RuleNode; readonly label?: string }
  | { readonly kind: 'test'; readonly field: string | null; readonly test: FieldTest; readonly written: string; readonly label?: string };

export function all(of: readonly RuleNode[]): RuleNode {
  return of.length === 1 && of[0] ? of[0] : { kind: 'and', of };
}

export function any(of: readonly RuleNode[]): RuleNode {
  return of.length === 1 && of[0] ? of[0] : { kind: 'or', of };
}
