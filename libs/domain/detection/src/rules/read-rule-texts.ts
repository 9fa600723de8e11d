import { loadRules, type RefusedRule, type SigmaRule } from '@vedette/sigma';

/** One document of a pack. */
export interface RuleText {
  /** Pack and path. */
  readonly origin: string;
  readonly text: string;
}

/** What a document holds; plain data. */
export interface ReadRules {
  readonly rules: readonly SigmaRule[];
  readonly refused: readonly RefusedRule[];
}

/** One answer for each text, in their order. */
export function readRuleTexts(texts: readonly RuleText[]): ReadRules[] {
  return texts.map((text) => {
    const { rules, refused } = loadRules([text]);
    return { rules, refused };
  });
}
