import type { Database, TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { systemClock, type Clock } from '@vedette/kernel';
import { bumpRevision } from '../plan/tenant-plans';
import { refuse } from '../refusals';
import { isRuleFile, PackFault, type PackFile } from '../rules/pack-file';
import { readArchive } from '../rules/read-archive';
import { checkFolder, type CheckedFolder } from './check-folder';
import { compareFiles, type FolderPlan, type RefusedFile } from './folder-plan';
import { isTestFile } from './read-test-file';
import { isPackName } from './rule-file-path';
import { ruleFileLimits } from './rule-file';
import { writeTests } from './rule-tests';
import { writeRuleFiles } from './write-rule-files';

export interface FolderRequest {
  readonly pack: string;
  /** Their paths inside the pack: rules, and `x.tests.yml` or `x.tests.json` beside `x.yml`. */
  readonly files: readonly PackFile[];
  /** Says what would happen, and does nothing. */
  readonly dryRun?: boolean;
  /** New rules start at once. */
  readonly enable?: boolean;
}

/** Detection as code: a folder of files becomes a pack of the tenant's, whole or not at all. */
export class RuleFolders {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** @throws Refusal as `apply`, `rule_pack.malformed` */
  async applyArchive(actor: Actor, request: Omit<FolderRequest, 'files'> & { readonly archive: Buffer }): Promise<FolderPlan> {
    actor.require('rule:write');
    return this.apply(actor, { ...request, files: await filesOf(request.archive) });
  }

  /**
   * The pack is then just these files: others of it are removed, and its stored tests are those of the folder. A refused
   * file or a failed test applies nothing; the answer says which.
   * @throws Refusal `auth.forbidden`, `rule_file.path_malformed`, `rule_pack.name_taken`, `rule_file.too_many`
   */
  async apply(actor: Actor, { pack, files, dryRun = false, enable = false }: FolderRequest): Promise<FolderPlan> {
    actor.require('rule:write');
    if (!isPackName(pack)) throw refuse('rule_file.path_malformed');
    if (files.length > ruleFileLimits.files * 2) throw refuse('rule_file.too_many');
    // Read and tested before the transaction that writes, which holds up everybody else of the tenant who changes rules.
    const folder = await checkFolder(pack, files, (work) => this.database.tenant(actor, work));
    const sound = folder.refused.length + folder.failedTests.length === 0;
    return this.database.tenant(actor, async (tx) => {
      const [taken] = await tx.sql`select id from rule_packs where id = ${pack}`;
      if (taken) throw refuse('rule_pack.name_taken');
      if (sound && !dryRun) await bumpRevision(tx, this.clock);
      const current = await tx.sql<{ path: string; yaml: string }>`select path, yaml from rule_files where starts_with(path, ${`${pack}/`})`;
      const changes = compareFiles(new Map(current.map(({ path, yaml }) => [path, yaml])), folder.texts);
      const refused = [...folder.refused, ...(await collisions(tx, pack, folder))];
      const applied = sound && refused.length === 0 && !dryRun;
      if (applied) await this.write(tx, actor, pack, folder, changes, enable);
      return { pack, applied, ...changes, refused, failedTests: folder.failedTests, tests: folder.tests.length };
    });
  }

  private async write(tx: TenantTx, actor: Actor, pack: string, folder: CheckedFolder, changes: ReturnType<typeof compareFiles>, enable: boolean): Promise<void> {
    const [by, at] = [actor.principal, this.clock.date()];
    const written = [...changes.added, ...changes.changed];
    const before = await tx.sql<{ rule_id: string }>`select rule_id from tenant_rules where starts_with(path, ${`${pack}/`})`;
    await writeRuleFiles(tx, {
      files: written.map((path) => ({ path, yaml: folder.texts.get(path) ?? '', rules: folder.checked.get(path)?.rules ?? [] })),
      removed: changes.removed, note: 'applied as a folder', by, at, start: enable ? 'enabled' : 'disabled',
    });
    const after = [...folder.checked.values()].flatMap(({ rules }) => rules.map(({ rule_id }) => rule_id));
    await tx.sql`delete from rule_tests where rule_id = any(${[...new Set([...before.map(({ rule_id }) => rule_id), ...after])]})`;
    await writeTests(tx, folder.tests, by, at);
    tx.audit('rule-pack.applied', { kind: 'rule-pack', id: pack }, { added: changes.added.length, changed: changes.changed.length, removed: changes.removed.length });
  }
}

async function filesOf(archive: Buffer): Promise<PackFile[]> {
  try {
    return await readArchive(archive, (path) => isRuleFile(path) || isTestFile(path));
  } catch (error) {
    if (error instanceof PackFault) throw refuse('rule_pack.malformed', { reason: error.message.slice(0, 500) });
    throw error;
  }
}

/** Rules of the folder whose ids are those of rules in other packs of the tenant. */
async function collisions(tx: TenantTx, pack: string, { checked }: CheckedFolder): Promise<RefusedFile[]> {
  const byId = new Map([...checked].flatMap(([path, { rules }]) => rules.map(({ rule_id }) => [rule_id, path])));
  const taken = await tx.sql<{ rule_id: string; path: string }>`
    select rule_id, path from tenant_rules where rule_id = any(${[...byId.keys()]}) and not starts_with(path, ${`${pack}/`}) order by rule_id`;
  return taken.map(({ rule_id, path }) => ({ path: byId.get(rule_id) ?? '', reason: `the id ${rule_id} is also that of a rule in ${path}`, line: null, column: null }));
}
