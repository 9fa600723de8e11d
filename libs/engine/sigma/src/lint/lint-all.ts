import type { RuleDocument } from '../parse/rule-document';
import { loadRules } from '../parse/load-rules';
import type { SigmaRule } from '../parse/sigma-rule';
import type { LintFinding } from './lint-finding';
import type { LintOptions } from './lint-text';
import { byPlace, lintText } from './lint-text';

function about({ origin, id }: { readonly origin: string; readonly id: string }, severity: LintFinding['severity'], code: string, message: string, hint?: string): LintFinding {
  return { origin, ruleId: id, severity, code, message, hint };
}

/** Says of each but the first of those that share a key. */
function repeated(rules: readonly SigmaRule[], keyOf: (rule: SigmaRule) => string, say: (rule: SigmaRule, first: SigmaRule) => LintFinding): LintFinding[] {
  const firsts = new Map<string, SigmaRule>();
  return rules.flatMap((rule) => {
    const key = keyOf(rule);
    const first = firsts.get(key);
    if (first) return [say(rule, first)];
    firsts.set(key, rule);
    return [];
  });
}

/** What is asked, without the rule's own names for its parts. */
function detectionKey({ detection, logsource }: SigmaRule): string {
  return JSON.stringify([logsource, detection], (key, value: unknown) => (key === 'label' || key === 'written' ? undefined : value));
}

function acrossDocuments(documents: readonly RuleDocument[], options: LintOptions): LintFinding[] {
  const { rules, filters } = loadRules(documents, options);
  const known = new Set(rules.flatMap(({ id, name }) => (name === undefined ? [id] : [id, name])));
  return [
    ...repeated(rules, ({ id }) => id, (rule, first) => about(rule, 'error', 'same-id', `the id ${rule.id} is also that of ${first.origin}`, 'give one of them a new id')),
    ...repeated(rules, ({ title }) => title.toLowerCase(), (rule, first) => about(rule, 'warning', 'same-title', `"${rule.title}" is also the title of ${first.origin}`)),
    ...repeated(rules, detectionKey, (rule, first) => about(rule, 'warning', 'same-detection', `it asks the same as ${first.origin}`)),
    ...rules.flatMap((rule) => rule.related.filter(({ id }) => !known.has(id)).map(({ id, type }) => about(rule, 'info', 'unknown-related', `the ${type} rule ${id} is not among these`))),
    ...filters.flatMap((filter) => (filter.rules === 'any' ? [] : filter.rules.filter((id) => !known.has(id)).map((id) => about(filter, 'warning', 'filter-of-nothing', `the filter names ${id}, which is not among these rules`)))),
  ];
}

/** Of each text and of all together, in the order of the texts. */
export function lintAll(documents: readonly RuleDocument[], options: LintOptions = {}): readonly LintFinding[] {
  const across = new Map<string, LintFinding[]>();
  for (const finding of acrossDocuments(documents, options)) {
    const text = finding.origin.replace(/#\d+$/, '');
    for (const key of new Set([text, finding.origin])) across.set(key, [...(across.get(key) ?? []), finding]);
  }
  return documents.flatMap((document) => [...lintText(document, options), ...(across.get(document.origin) ?? [])].sort(byPlace));
}
