import { loadCorrelations, type CorrelationRule } from '@vedette/correlation';
import type { TenantTx } from '@vedette/database';
import { loadRules, type SigmaRule } from '@vedette/sigma';
import { knownRulesFor } from './known-rules';

const MOST_TEXTS = 3_000;

function textsOf(tx: TenantTx, ids: readonly string[]): Promise<{ path: string; yaml: string }[]> {
  return tx.sql<{ path: string; yaml: string }>`
    (select distinct f.path, f.yaml, 0 as rank from tenant_rules t join rule_files f on f.path = t.path where t.rule_id = any(${ids})
    union all
    select pack_id || '/' || path, yaml, 1 from rules where rule_id = any(${ids}) and refusal is null)
    order by rank, path limit ${MOST_TEXTS}`;
}

/** The first of each id: the tenant's own stand before the packs'. */
function byId<T extends { readonly id: string }>(all: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const one of all) if (!found.has(one.id)) found.set(one.id, one);
  return found;
}

/** The rules of these ids as this tenant runs them. Correlations are not among them. */
export async function loadedRulesOf(tx: TenantTx, ids: readonly string[]): Promise<Map<string, SigmaRule>> {
  const texts = await textsOf(tx, ids);
  const wanted = new Set(ids);
  return byId(loadRules(texts.map(({ path, yaml }) => ({ origin: path, text: yaml }))).rules.filter(({ id }) => wanted.has(id)));
}

/** What alerts of these ids come from. */
export interface AlertingRules {
  /** Id of a rule or correlation that alerts → ids of the rules whose matches its events are. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  readonly rules: ReadonlyMap<string, SigmaRule>;
}

export async function alertingRules(tx: TenantTx, ids: readonly string[]): Promise<AlertingRules> {
  const texts = await textsOf(tx, ids);
  const loaded = loadRules(texts.map(({ path, yaml }) => ({ origin: path, text: yaml })));
  const known = await knownRulesFor(tx, texts);
  const rules = byId([...loaded.rules, ...known.rules]);
  const correlations = byId(loadCorrelations([...loaded.correlations, ...known.correlations], [...rules.values()]).correlations);
  const parts = new Map(ids.map((id): [string, readonly string[]] => [id, partsOf(id, rules, correlations)]));
  const used = new Set([...parts.values()].flat());
  return { parts, rules: new Map([...rules].filter(([id]) => used.has(id))) };
}

/** Chains end: `loadCorrelations` refuses circles and long ones. */
function partsOf(id: string, rules: ReadonlyMap<string, SigmaRule>, correlations: ReadonlyMap<string, CorrelationRule>): readonly string[] {
  if (rules.has(id)) return [id];
  return [...new Set(correlations.get(id)?.rules.flatMap((part) => partsOf(part, rules, correlations)) ?? [])];
}
