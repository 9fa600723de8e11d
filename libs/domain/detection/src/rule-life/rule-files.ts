import type { Database, TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { systemClock, type Clock } from '@vedette/kernel';
import type { LintFinding } from '@vedette/sigma';
import { bumpRevision } from '../plan/tenant-plans';
import { refuse } from '../refusals';
import { checkRuleTexts, firstError, type CheckedText } from './check-rule-texts';
import { unifiedDiff } from './diff-lines';
import { knownRulesFor } from './known-rules';
import { ruleFileLimits, type RuleFile, type RuleFileVersion, type SavedRuleFile } from './rule-file';
import { checkedPath, packOfPath } from './rule-file-path';
import { plainNote, storableText } from './storable-text';
import { writeRuleFiles, type RuleFileChanges } from './write-rule-files';

export interface RuleFileSave {
  /** `pack/path.yml` */
  readonly path: string;
  readonly yaml: string;
  readonly note?: string | null;
  /** Rules that were not there before start at once; otherwise they wait to be enabled. */
  readonly enable?: boolean | null;
  /** The version that was edited, 0 for a new file; refused when it is not the newest. */
  readonly editedVersion?: number | null;
}

interface FileRow {
  readonly path: string;
  readonly yaml: string;
  readonly version: number;
  readonly changed_by: string;
  readonly changed_at: Date;
}

/** The tenant's own files of rules. A text that cannot run is not saved; every text that was saved is kept. */
export class RuleFiles {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** @throws Refusal `auth.forbidden` */
  async list(actor: Actor): Promise<RuleFile[]> {
    actor.require('rule:read');
    const rows = await this.database.tenant(actor, (tx) => tx.sql<FileRow>`select * from rule_files order by path collate "C"`);
    return rows.map(fileOf);
  }

  /** All that is to be said of a text, as `save` would judge it. @throws Refusal `auth.forbidden` */
  async lint(actor: Actor, text: { readonly path?: string | null; readonly yaml: string }): Promise<readonly LintFinding[]> {
    actor.require('rule:read');
    const file = { path: storableText(text.path ?? 'own/rule.yml').slice(0, 440), yaml: storableText(text.yaml.slice(0, ruleFileLimits.characters + 1)) };
    return this.database.tenant(actor, async (tx) => {
      const { findings, rules } = await check(tx, file);
      const taken = await tx.sql<{ rule_id: string; path: string }>`
        select rule_id, path from tenant_rules where rule_id = any(${rules.map(({ rule_id }) => rule_id)}) and path <> ${file.path}`;
      return [...findings, ...taken.map(({ rule_id, path }): LintFinding => ({
        origin: file.path, ruleId: rule_id, severity: 'error', code: 'same-id', message: `the id ${rule_id} is also that of a rule in ${path}`, hint: 'give one of them a new id',
      }))];
    });
  }

  /**
   * @throws Refusal `auth.forbidden`, `rule_file.path_malformed`, `rule_file.refused` (with reason, line, column),
   *   `rule_file.id_taken`, `rule_file.changed_since`, `rule_file.too_many`, `rule_pack.name_taken`
   */
  async save(actor: Actor, save: RuleFileSave): Promise<SavedRuleFile> {
    actor.require('rule:write');
    const { path, note, enable, editedVersion } = save;
    return this.database.tenant(actor, async (tx) => {
      await bumpRevision(tx, this.clock);
      const saved = await this.put(tx, actor, { path, yaml: save.yaml, note: plainNote(note), start: enable ? 'enabled' : 'disabled', editedVersion });
      tx.audit('rule-file.saved', { kind: 'rule-file', id: path }, { version: saved.file.version });
      return saved;
    });
  }

  /** @throws Refusal `auth.forbidden`, `rule_file.not_found` */
  async remove(actor: Actor, path: string, note?: string | null): Promise<void> {
    actor.require('rule:write');
    await this.database.tenant(actor, async (tx) => {
      await bumpRevision(tx, this.clock);
      if (!(await fileIn(tx, path))) throw refuse('rule_file.not_found');
      await writeRuleFiles(tx, { files: [], removed: [path], note: plainNote(note), by: actor.principal, at: this.clock.date(), start: 'as-before' });
      tx.audit('rule-file.removed', { kind: 'rule-file', id: path });
    });
  }

  /** Newest first. @throws Refusal `auth.forbidden`, `rule_file.not_found` */
  async versions(actor: Actor, path: string): Promise<RuleFileVersion[]> {
    actor.require('rule:read');
    const rows = await this.database.tenant(actor, (tx) => versionsIn(tx, path));
    if (rows.length === 0) throw refuse('rule_file.not_found');
    return rows;
  }

  /** The text of a version; null where the file was removed. @throws Refusal `auth.forbidden`, `rule_file.not_found` */
  async text(actor: Actor, path: string, version: number): Promise<string | null> {
    actor.require('rule:read');
    return this.database.tenant(actor, (tx) => textIn(tx, path, version));
  }

  /** From one version to another, as `diff -u`; a removed text is an empty one. @throws Refusal `auth.forbidden`, `rule_file.not_found` */
  async diff(actor: Actor, path: string, versions: { readonly from: number; readonly to: number }): Promise<string> {
    actor.require('rule:read');
    const [before, after] = await this.database.tenant(actor, (tx) => Promise.all([textIn(tx, path, versions.from), textIn(tx, path, versions.to)]));
    return unifiedDiff(before ?? '', after ?? '', { before: `${path} (${versions.from})`, after: `${path} (${versions.to})` });
  }

  /**
   * Saves the text of an old version as the newest one; rules that come back with it are enabled as they were.
   * @throws Refusal as `save`, `rule_file.not_found`
   */
  async rollback(actor: Actor, path: string, version: number, note?: string | null): Promise<SavedRuleFile> {
    actor.require('rule:write');
    return this.database.tenant(actor, async (tx) => {
      await bumpRevision(tx, this.clock);
      const yaml = await textIn(tx, path, version);
      if (yaml === null) throw refuse('rule_file.not_found');
      const saved = await this.put(tx, actor, { path, yaml, note: plainNote(note) || `back to version ${version}`, start: 'as-before' });
      tx.audit('rule-file.rolled_back', { kind: 'rule-file', id: path }, { to: version, version: saved.file.version });
      return saved;
    });
  }

  private async put(
    tx: TenantTx, actor: Actor,
    { path, yaml: text, note, start, editedVersion }: { path: string; yaml: string; note: string; start: RuleFileChanges['start']; editedVersion?: number | null },
  ): Promise<SavedRuleFile> {
    const yaml = storableText(text);
    const [pack] = await tx.sql<{ id: string }>`select id from rule_packs where id = ${packOfPath(checkedPath(path))}`;
    if (pack) throw refuse('rule_pack.name_taken');
    const known = await fileIn(tx, path);
    if (editedVersion !== null && editedVersion !== undefined && editedVersion !== (known?.version ?? 0)) throw refuse('rule_file.changed_since');
    const checked = await check(tx, { path, yaml });
    const fault = firstError(checked);
    if (fault) throw refuse('rule_file.refused', { reason: fault.message, line: fault.line ?? null, column: fault.column ?? null });
    const at = this.clock.date();
    const rules = await writeRuleFiles(tx, { files: [{ path, yaml, rules: checked.rules }], removed: [], note, by: actor.principal, at, start });
    const file = await fileIn(tx, path);
    if (!file) throw new Error('a saved file is not there');
    return { file: fileOf(file), rules, findings: checked.findings };
  }
}

async function check(tx: TenantTx, file: { readonly path: string; readonly yaml: string }): Promise<CheckedText> {
  if (file.yaml.length > ruleFileLimits.characters) {
    const message = `the text is longer than ${ruleFileLimits.characters} characters`;
    return { findings: [{ origin: file.path, severity: 'error', code: 'refused', message }], rules: [], loaded: [] };
  }
  const checked = (await checkRuleTexts([file], await knownRulesFor(tx, [file]))).get(file.path);
  if (!checked) throw new Error('a text was not checked');
  return checked;
}

async function fileIn(tx: TenantTx, path: string): Promise<FileRow | undefined> {
  return (await tx.sql<FileRow>`select * from rule_files where path = ${storableText(path)}`)[0];
}

function fileOf({ path, yaml, version, changed_by, changed_at }: FileRow): RuleFile {
  return { path, yaml, version, changedBy: changed_by, changedAt: changed_at };
}

export function versionsIn(tx: TenantTx, path: string): Promise<RuleFileVersion[]> {
  return tx.sql<RuleFileVersion>`
    select path, version, yaml is null as removed, note, saved_by as "savedBy", saved_at as "savedAt" from rule_file_versions
    where path = ${storableText(path)} order by version desc limit ${ruleFileLimits.versionsShown}`;
}

/** Null for the version in which it was removed. */
async function textIn(tx: TenantTx, path: string, version: number): Promise<string | null> {
  const wanted = Number.isInteger(version) && Math.abs(version) < 2_000_000_000 ? version : 0;
  const [row] = await tx.sql<{ yaml: string | null }>`select yaml from rule_file_versions where path = ${storableText(path)} and version = ${wanted}`;
  if (!row) throw refuse('rule_file.not_found');
  return row.yaml;
}
