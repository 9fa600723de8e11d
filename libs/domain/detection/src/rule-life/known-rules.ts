import type { TenantTx } from '@vedette/database';
import { loadRules } from '@vedette/sigma';
import { loadTexts, referredNames, type KnownRules, type RuleFileText } from './check-rule-texts';
import { storableText } from './storable-text';

/** A correlation refers to correlations, which refer to rules; deeper is rare, and only means "not known". */
const ROUNDS = 4;
const MOST_TEXTS = 500;

/**
 * The rules that correlations in these texts refer to, from the tenant's other files and from the packs.
 * @param pack of the tenant's, whose present files do not count: all of it is about to be replaced
 */
export async function knownRulesFor(tx: TenantTx, files: readonly RuleFileText[], pack?: string): Promise<KnownRules> {
  const except: Except = { paths: files.map(({ path }) => path), prefix: pack === undefined ? null : `${pack}/` };
  let { correlations } = await loadTexts(files);
  const found = new Map<string, string>();
  const asked = new Set<string>();
  for (let round = 0; round < ROUNDS && correlations.length > 0; round++) {
    const names = referredNames(correlations).map(storableText).filter((name) => !asked.has(name));
    if (names.length === 0) break;
    for (const name of names) asked.add(name);
    const texts = (await textsNaming(tx, names, except)).filter(({ path }) => !found.has(path));
    for (const { path, yaml } of texts) found.set(path, yaml);
    correlations = loadRules(texts.map(({ path, yaml }) => ({ origin: path, text: yaml }))).correlations;
  }
  return loadRules([...found].map(([origin, text]) => ({ origin, text })));
}

interface Except {
  readonly paths: readonly string[];
  readonly prefix: string | null;
}

/** By id where the id is known; what is left may be a rule's `name`, which only its text says. */
async function textsNaming(tx: TenantTx, names: readonly string[], { paths, prefix }: Except): Promise<RuleFileText[]> {
  const byId = await tx.sql<RuleFileText & { id: string }>`
    select f.path, f.yaml, t.rule_id as id from tenant_rules t join rule_files f on f.path = t.path
    where t.rule_id = any(${names}) and not t.path = any(${paths}) and (${prefix}::text is null or not starts_with(t.path, ${prefix}))
    union all
    select pack_id || '/' || path, yaml, rule_id from rules where rule_id = any(${names}) and refusal is null
    limit ${MOST_TEXTS}`;
  const left = names.filter((name) => !byId.some(({ id }) => id === name));
  if (left.length === 0) return byId;
  const byName = await tx.sql<RuleFileText>`
    select path, yaml from rule_files where exists (select from unnest(${left}::text[]) n where strpos(yaml, n) > 0) and not path = any(${paths})
      and (${prefix}::text is null or not starts_with(path, ${prefix}))
    union all
    select pack_id || '/' || path, yaml from rules where refusal is null and exists (select from unnest(${left}::text[]) n where strpos(yaml, n) > 0)
    limit ${MOST_TEXTS}`;
  return [...byId, ...byName];
}
