import type { Level } from '@vedette/sigma';

export const ruleKinds = ['rule', 'correlation', 'filter'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** What a rule did for this tenant. */
export interface RuleStatistics {
  readonly matched: number;
  /** Matches that exclusions took back. */
  readonly excluded: number;
  readonly alerts: number;
  readonly lastMatchAt: Date | null;
  /** Of its alerts, how many were closed, and how many of these as false positives. */
  readonly closed: number;
  readonly falsePositives: number;
}

/** A rule as lists show it: without its text. */
export interface ListedRule {
  /** Empty for a file whose id cannot be read. */
  readonly id: string;
  readonly kind: RuleKind;
  readonly title: string;
  /** As the rule is written; `unknown` where it cannot be read. */
  readonly level: string;
  /** What this tenant made of it; null: as written. */
  readonly severity: Level | null;
  readonly author: string;
  readonly licence: string;
  readonly pack: string;
  /** The file inside the pack. */
  readonly path: string;
  readonly own: boolean;
  readonly enabled: boolean;
  readonly tags: readonly string[];
  /** `category/product/service` */
  readonly logsource: string;
  /** An own rule with its id runs in its place. */
  readonly replaced: boolean;
  /** Exclusions in force that are about this rule alone. */
  readonly exclusions: number;
  /** Why it does not run. */
  readonly refusal: string | null;
  /** Of the last 30 days. */
  readonly statistics: RuleStatistics;
}

export interface RuleFilter {
  /** Contained in title or id, without regard to case. */
  readonly text?: string | null;
  readonly pack?: string | null;
  /** As it counts for this tenant: the override, else the level. */
  readonly level?: readonly Level[] | null;
  readonly kind?: RuleKind | null;
  readonly enabled?: boolean | null;
  /** `T1059` with all below it, or `T1059.001`. */
  readonly technique?: string | null;
  /** Matched something in the last 30 days, or nothing. */
  readonly firing?: boolean | null;
  /** See `isNoisy` in list-rules. */
  readonly noisy?: boolean | null;
  readonly own?: boolean | null;
}

export interface RuleQuery {
  /** 1 to 100 */
  readonly first: number;
  readonly after?: string | null;
  readonly filter?: RuleFilter | null;
}

export interface RuleEdge {
  readonly cursor: string;
  readonly rule: ListedRule;
}

export interface RulePage {
  readonly edges: readonly RuleEdge[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}
