import { compileRules, loadRules } from '@vedette/sigma';
import { inert } from '../evaluation/inert';
import type { ReadPack } from './read-pack';

/** A file of a pack as the catalog holds it. `refusal` says why it does not run, null where it does. */
export interface RuleRow {
  readonly path: string;
  readonly yaml: string;
  readonly rule_id: string;
  readonly title: string;
  readonly level: string;
  readonly author: string;
  readonly licence: string;
  readonly refusal: string | null;
}

/** Every file becomes a row, the refused ones with their reason: a pack shows what it does not do. */
export function rowsOf(packId: string, pack: ReadPack): RuleRow[] {
  const origin = (path: string): string => `${packId}/${path}`;
  // Postgres cannot store NUL, and YAML may not hold it.
  const files = pack.files.map(({ path, text }) => ({ path, text: text.replaceAll('\u0000', '\ufffd') }));
  const { rules, refused } = loadRules(files.map(({ path, text }) => ({ origin: origin(path), text })));
  const refusals = new Map([...refused, ...compileRules(rules).refused].map((refusal) => [refusal.origin, refusal]));
  const loaded = new Map(rules.map((rule) => [rule.origin, rule]));
  return files.map(({ path, text }) => {
    const rule = loaded.get(origin(path));
    const refusal = refusals.get(origin(path));
    return {
      path,
      yaml: text,
      rule_id: inert(rule?.id ?? refusal?.ruleId ?? '', 512),
      title: inert(rule?.title ?? refusal?.title ?? path, 512),
      level: rule?.level ?? 'unknown',
      author: inert(rule?.author ?? '', 512) || 'unknown',
      licence: inert(rule?.licence ?? pack.licence, 128),
      refusal: refusal ? reasonOf(refusal) : rule ? null : 'this file holds no rule',
    };
  });
}

function reasonOf({ reason, line }: { readonly reason: string; readonly line?: number }): string {
  return inert(line === undefined ? reason : `line ${line}: ${reason}`, 1_000);
}
