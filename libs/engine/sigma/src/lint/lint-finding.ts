export const severities = ['error', 'warning', 'info'] as const;

/** One thing to say about a rule's text. Line and column count from 1; absent when no place is to blame. */
export interface LintFinding {
  readonly origin: string;
  readonly ruleId?: string;
  readonly severity: (typeof severities)[number];
  /** Stable name of the check. */
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** How to mend it. */
  readonly hint?: string;
}
