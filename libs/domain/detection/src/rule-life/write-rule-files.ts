import { json, type TenantTx } from '@vedette/database';
import { refuse } from '../refusals';
import type { RuleSummary } from '../rules/rule-rows';
import { ruleFileLimits, type SavedRule } from './rule-file';

export interface FileWrite {
  readonly path: string;
  readonly yaml: string;
  readonly rules: readonly RuleSummary[];
}

export interface RuleFileChanges {
  readonly files: readonly FileWrite[];
  readonly removed: readonly string[];
  readonly note: string;
  readonly by: string;
  readonly at: Date;
  /** Whether rules start that were not there before; `as-before`: as when they were there last. */
  readonly start: 'enabled' | 'disabled' | 'as-before';
}

/**
 * Writes files, their versions and the rules in them, all within a transaction that holds the tenant's revision.
 * A rule that takes the place of a pack's keeps its settings: saving must not switch off what ran.
 * @throws Refusal `rule_file.id_taken`, `rule_file.too_many`
 */
export async function writeRuleFiles(tx: TenantTx, changes: RuleFileChanges): Promise<SavedRule[]> {
  const { files, removed } = changes;
  const paths = files.map(({ path }) => path);
  const rules = files.flatMap(({ path, rules: found }) => found.map((rule) => ({ ...rule, path })));
  const ids = rules.map(({ rule_id }) => rule_id);
  const [taken, before, packed] = await Promise.all([
    tx.sql<{ rule_id: string; path: string }>`
      select rule_id, path from tenant_rules where rule_id = any(${ids}) and not path = any(${[...paths, ...removed]}) order by rule_id limit 1`,
    tx.sql<{ rule_id: string }>`select rule_id from tenant_rules where rule_id = any(${ids})`,
    tx.sql<{ rule_id: string }>`select distinct rule_id from rules where rule_id = any(${ids}) and refusal is null`,
  ]);
  if (taken[0]) throw refuse('rule_file.id_taken', { ruleId: taken[0].rule_id, path: taken[0].path });
  await tx.sql`delete from tenant_rules where path = any(${[...paths, ...removed]})`;
  await writeTexts(tx, changes);
  await tx.sql`
    insert into tenant_rules (tenant_id, rule_id, kind, path, title, level, author, tags, logsource)
    select (select app.tenant_id()), r.rule_id, r.kind, r.path, r.title, r.level, r.author, r.tags, r.logsource
    from jsonb_to_recordset(${json(rules)}) as r(rule_id text, kind text, path text, title text, level text, author text, tags text[], logsource text)`;
  const old = new Set([...before, ...packed].map(({ rule_id }) => rule_id));
  await startRules(tx, ids.filter((id) => !old.has(id)), changes);
  await checkRoom(tx);
  return settled(tx, rules, new Set(packed.map(({ rule_id }) => rule_id)));
}

async function writeTexts(tx: TenantTx, { files, removed, note, by, at }: RuleFileChanges): Promise<void> {
  const rows = [...files.map(({ path, yaml }) => ({ path, yaml })), ...removed.map((path) => ({ path, yaml: null }))];
  // A file that was removed goes on counting where it stopped.
  await tx.sql`
    with next as (
      select r.path, r.yaml, 1 + coalesce((select max(v.version) from rule_file_versions v where v.path = r.path), 0) as version
      from jsonb_to_recordset(${json(rows)}) as r(path text, yaml text)),
    kept as (
      insert into rule_file_versions (tenant_id, path, version, yaml, note, saved_by, saved_at)
      select (select app.tenant_id()), path, version, yaml, ${note}, ${by}, ${at} from next)
    insert into rule_files (tenant_id, path, yaml, version, changed_by, changed_at)
    select (select app.tenant_id()), path, yaml, version, ${by}, ${at} from next where yaml is not null
    on conflict (tenant_id, path) do update set yaml = excluded.yaml, version = excluded.version,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at`;
  if (removed.length > 0) await tx.sql`delete from rule_files where path = any(${removed})`;
}

async function startRules(tx: TenantTx, ids: readonly string[], { start, by, at }: RuleFileChanges): Promise<void> {
  if (ids.length === 0) return;
  const known = start === 'as-before';
  await tx.sql`
    insert into rule_settings (tenant_id, rule_id, enabled, changed_by, changed_at)
    select (select app.tenant_id()), id, ${start === 'enabled'}, ${by}, ${at} from unnest(${ids}::text[]) id
    on conflict (tenant_id, rule_id) do update set
      enabled = case when ${known} then rule_settings.enabled else excluded.enabled end,
      changed_by = case when ${known} then rule_settings.changed_by else excluded.changed_by end,
      changed_at = case when ${known} then rule_settings.changed_at else excluded.changed_at end`;
}

async function checkRoom(tx: TenantTx): Promise<void> {
  const [room] = await tx.sql<{ files: number; bytes: number }>`
    select count(*)::int as files, coalesce(sum(octet_length(yaml)), 0)::float8 as bytes from rule_files`;
  if (room && (room.files > ruleFileLimits.files || room.bytes > ruleFileLimits.totalBytes)) throw refuse('rule_file.too_many');
}

async function settled(tx: TenantTx, rules: readonly RuleSummary[], packed: ReadonlySet<string>): Promise<SavedRule[]> {
  const off = await tx.sql<{ rule_id: string }>`
    select rule_id from rule_settings where not enabled and rule_id = any(${rules.map(({ rule_id }) => rule_id)})`;
  const disabled = new Set(off.map(({ rule_id }) => rule_id));
  return rules.map((rule) => ({ ...rule, enabled: !disabled.has(rule.rule_id), replacesPack: packed.has(rule.rule_id) }));
}
