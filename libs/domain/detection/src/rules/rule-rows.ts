import { loadCorrelations, type CorrelationRule } from '@vedette/correlation';
import { compileRules, loadRules, type SigmaFilter, type SigmaRule } from '@vedette/sigma';
import { inert } from '../evaluation/inert';
import type { ReadPack } from './read-pack';

/** What a list says of a rule without its text. */
export interface RuleSummary {
  readonly kind: 'rule' | 'correlation' | 'filter';
  readonly rule_id: string;
  readonly title: string;
  readonly level: string;
  readonly author: string;
  readonly tags: readonly string[];
  /** `category/product/service`; empty parts stay empty. */
  readonly logsource: string;
}

/** A file of a pack as the catalog holds it. `refusal` says why it does not run, null where it does. */
export interface RuleRow extends RuleSummary {
  readonly path: string;
  readonly yaml: string;
  readonly licence: string;
  readonly refusal: string | null;
}

type Known = SigmaRule | CorrelationRule | SigmaFilter;

export function logsourceText({ category, product, service }: SigmaRule['logsource']): string {
  return inert(`${category ?? ''}/${product ?? ''}/${service ?? ''}`, 200);
}

/** Texts are made inert: YAML can spell a NUL, which Postgres refuses. */
export function summaryOf(known: Known): RuleSummary {
  const kind = 'detection' in known ? 'rule' : 'rules' in known && 'type' in known ? 'correlation' : 'filter';
  return {
    kind,
    rule_id: inert(known.id, 512),
    title: inert(known.title, 512),
    level: 'level' in known ? known.level : 'informational',
    author: inert('author' in known ? known.author : '', 512) || 'unknown',
    tags: 'tags' in known ? known.tags.slice(0, 50).map((tag) => inert(tag, 100)) : [],
    logsource: 'logsource' in known ? logsourceText(known.logsource) : '',
  };
}

/** Every file becomes a row, the refused ones with their reason: a pack shows what it does not do. */
export function rowsOf(packId: string, pack: ReadPack): RuleRow[] {
  const origin = (path: string): string => `${packId}/${path}`;
  // Postgres cannot store NUL, and YAML may not hold it.
  const files = pack.files.map(({ path, text }) => ({ path, text: text.replaceAll('\u0000', '\ufffd') }));
  const { rules, filters, correlations, refused } = loadRules(files.map(({ path, text }) => ({ origin: origin(path), text })));
  const chained = loadCorrelations(correlations, rules);
  const refusals = new Map([...refused, ...chained.refused, ...compileRules(rules).refused].map((refusal) => [refusal.origin, refusal]));
  // A file of several documents is shown as what it ends in: a correlation stands behind the rules it is made of.
  const known = new Map<string, Known>([...rules, ...filters, ...chained.correlations].map((one) => [one.origin.replace(/#\d+$/, ''), one]));
  return files.map(({ path, text }) => {
    const found = known.get(origin(path));
    const refusal = refusals.get(origin(path));
    const summary = found ? summaryOf(found) : null;
    return {
      path,
      yaml: text,
      kind: summary?.kind ?? 'rule',
      rule_id: summary?.rule_id ?? inert(refusal?.ruleId ?? '', 512),
      title: summary?.title ?? inert(refusal?.title ?? path, 512),
      level: summary?.level ?? 'unknown',
      author: summary?.author ?? 'unknown',
      licence: inert((found && 'licence' in found ? found.licence : undefined) ?? pack.licence, 128),
      tags: summary?.tags ?? [],
      logsource: summary?.logsource ?? '',
      refusal: refusal ? reasonOf(refusal) : found ? null : 'this file holds no rule',
    };
  });
}

function reasonOf({ reason, line }: { readonly reason: string; readonly line?: number }): string {
  return inert(line === undefined ? reason : `line ${line}: ${reason}`, 1_000);
}
