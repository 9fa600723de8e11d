import { loadRules, type CorrelationDocument, type RefusedRule, type SigmaFilter, type SigmaRule } from '@vedette/sigma';

/** One document of a pack. */
export interface RuleText {
  /** Pack and path. */
  readonly origin: string;
  readonly text: string;
}

/** What a document holds; plain data. Correlations are handed on as read: what they refer to may stand elsewhere. */
export interface ReadRules {
  readonly rules: readonly SigmaRule[];
  readonly correlations: readonly CorrelationDocument[];
  readonly filters: readonly SigmaFilter[];
  readonly refused: readonly RefusedRule[];
}

export const noRules: ReadRules = { rules: [], correlations: [], filters: [], refused: [] };

/** One answer for each text, in their order. */
export function readRuleTexts(texts: readonly RuleText[]): ReadRules[] {
  return texts.map((text) => loadRules([text]));
}
