import type { CorrelationRule } from '@vedette/correlation';
import type { SigmaRule } from '@vedette/sigma';
import { placeOfRefusal, type RuleSet } from '../rules/rule-set';
import { InputFault } from '../terminal/input-fault';

export type Explained = { readonly kind: 'rule'; readonly rule: SigmaRule } | { readonly kind: 'correlation'; readonly correlation: CorrelationRule };

/**
 * The rule or correlation of this id, else of this name, else of this title.
 * @throws InputFault when there is none; if it was refused, with the reason
 */
export function findRule(set: RuleSet, wanted: string): Explained {
  const lower = wanted.toLowerCase();
  for (const key of ['id', 'name', 'title'] as const) {
    const correlation = set.correlations.find((one) => one[key]?.toLowerCase() === lower);
    if (correlation) return { kind: 'correlation', correlation };
    const rule = set.rules.find((one) => one[key]?.toLowerCase() === lower);
    if (rule) return { kind: 'rule', rule };
  }
  const refused = set.refused.find(({ ruleId, title, origin }) => [ruleId, title, origin].some((name) => name?.toLowerCase() === lower));
  if (refused) throw new InputFault(`the rule ${wanted} was refused: ${placeOfRefusal(refused)}: ${refused.reason}`);
  throw new InputFault(`no rule or correlation has the id, name or title "${wanted}"`);
}
