import type { RefusedRule, RuleDocument } from '@vedette/sigma';

/** What was found where rules were looked for, not yet parsed. */
export interface RuleTexts {
  readonly documents: RuleDocument[];
  /** What could not even be read. */
  readonly refused: RefusedRule[];
}
