import { loadCorrelations, type CorrelationRule } from '@vedette/correlation';
import { builtInRouting, compileRules, loadRules, narrowingOf, overlay, type LogsourceRouting, type RefusedRule, type RuleNarrowing, type RuleSet, type SigmaFilter, type SigmaRule } from '@vedette/sigma';
import { refuse } from '../refusals';

/** What is hunted for, compiled. */
export interface HuntedRule {
  readonly title: string;
  readonly rules: readonly SigmaRule[];
  readonly correlations: readonly CorrelationRule[];
  readonly set: RuleSet;
  readonly narrowing: RuleNarrowing;
}

export const MOST_CHARACTERS = 100_000;
const MOST_RULES = 50;

/** A condition without a logsource is asked of every event. */
const anywhere: LogsourceRouting = {
  entries: [...builtInRouting.entries, { name: 'anywhere', logsource: { category: 'anywhere' }, conditions: [], fieldMappings: {} }],
};

/**
 * A whole rule, a rule with its correlations, or an ad-hoc condition: `detection:` alone, or only its contents with
 * `condition`. What is missing of the rest is filled in.
 */
export function completeText(text: string): string {
  const has = (key: string): boolean => new RegExp(`^${key}[ \\t]*:`, 'm').test(text);
  if (/^---/m.test(text.trimStart().slice(3)) || has('correlation')) return text;
  const body = has('detection') ? text : `detection:\n${text.split(/\r?\n/).map((line) => `  ${line}`).join('\n')}`;
  return [...(has('title') ? [] : ['title: Ad-hoc hunt']), ...(has('logsource') ? [] : ['logsource:', '  category: anywhere']), body].join('\n');
}

function first(refused: readonly RefusedRule[]): never {
  const [fault] = refused;
  throw refuse('hunt.rule_invalid', { reason: fault?.reason ?? 'it holds no rule', line: fault?.line ?? null, column: fault?.column ?? null });
}

/** @throws Refusal `hunt.rule_too_long`, `hunt.rule_invalid` with `reason`, `line` and `column` */
export function huntedRule(text: string, filters: readonly SigmaFilter[] = [], excluded?: () => void): HuntedRule {
  if (text.length > MOST_CHARACTERS) throw refuse('hunt.rule_too_long');
  const { rules, correlations: documents, refused } = loadRules([{ origin: 'hunt', text: completeText(text) }]);
  if (refused.length > 0 || rules.length === 0 || rules.length > MOST_RULES) first(refused);
  const loaded = loadCorrelations(documents, rules);
  if (loaded.refused.length > 0) first(loaded.refused);
  const compiled = compileRules(rules, { routing: anywhere });
  if (compiled.refused.length > 0) first(compiled.refused);
  const [shown] = [...loaded.correlations].reverse();
  return {
    title: (shown ?? rules[0])?.title ?? '',
    rules,
    correlations: loaded.correlations,
    set: overlay(compiled, { filters, excluded }),
    narrowing: narrowingOf(rules),
  };
}

/** The same, asking for texts alone. */
export function withoutColumns(narrowing: RuleNarrowing): RuleNarrowing {
  if ('all' in narrowing) return { all: narrowing.all.map(withoutColumns) };
  if ('any' in narrowing) return { any: narrowing.any.map(withoutColumns) };
  return 'column' in narrowing ? { everything: true } : narrowing;
}
