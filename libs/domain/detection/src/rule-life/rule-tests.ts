import { json, type Database, type TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { systemClock, type Clock } from '@vedette/kernel';
import { loadRules, type LintFinding } from '@vedette/sigma';
import { refuse } from '../refusals';
import { firstError } from './check-rule-texts';
import { ruleFileLimits } from './rule-file';
import { RuleFiles } from './rule-files';
import { ruleTestLimits, storableTest, type RuleTest, type StorableTest } from './rule-test';
import { runRuleTests, type RuleTestResult } from './run-rule-tests';
import { storableText } from './storable-text';

export interface SavedRuleTest extends RuleTest {
  readonly ruleId: string;
  readonly savedBy: string;
  readonly savedAt: Date;
}

export interface RuleTestRequest {
  readonly yaml: string;
  readonly path?: string | null;
  /** Runs these; else those stored with the rules of the text. */
  readonly tests?: readonly RuleTest[] | null;
}

export interface RuleTestRun {
  readonly findings: readonly LintFinding[];
  /** Empty where the text cannot run. */
  readonly results: readonly RuleTestResult[];
}

interface TestRow {
  readonly rule_id: string;
  readonly name: string;
  readonly event: string;
  readonly matches: boolean;
  readonly saved_by: string;
  readonly saved_at: Date;
}

/** Events kept with a rule that it must, or must not, match; run against any text before it is saved. */
export class RuleTests {
  private readonly database: Database;
  private readonly clock: Clock;
  private readonly files: RuleFiles;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
    this.files = new RuleFiles(deps);
  }

  /** @throws Refusal `auth.forbidden` */
  async list(actor: Actor, ruleId: string): Promise<SavedRuleTest[]> {
    actor.require('rule:read');
    return (await this.database.tenant(actor, (tx) => testRows(tx, [storableText(ruleId)]))).map(testOf);
  }

  /** One of the same name is replaced. @throws Refusal `auth.forbidden`, `rule.not_found`, `rule_test.malformed`, `rule_test.too_many` */
  async save(actor: Actor, ruleId: string, test: RuleTest): Promise<SavedRuleTest> {
    actor.require('rule:write');
    const kept = storableTest(test);
    const id = storableText(ruleId);
    return this.database.tenant(actor, async (tx) => {
      const known = await tx.sql`select rule_id from tenant_rules where rule_id = ${id} union all select rule_id from rules where rule_id = ${id} limit 1`;
      if (known.length === 0) throw refuse('rule.not_found');
      await writeTests(tx, [{ ...kept, rule_id: id }], actor.principal, this.clock.date());
      const rows = await testRows(tx, [id]);
      const row = rows.find(({ name }) => name === kept.name);
      if (rows.length > ruleTestLimits.tests || !row) throw refuse('rule_test.too_many');
      tx.audit('rule-test.saved', { kind: 'rule', id }, { name: kept.name });
      return testOf(row);
    });
  }

  /** @throws Refusal `auth.forbidden`, `rule_test.not_found` */
  async remove(actor: Actor, ruleId: string, name: string): Promise<void> {
    actor.require('rule:write');
    const id = storableText(ruleId);
    await this.database.tenant(actor, async (tx) => {
      const gone = await tx.sql<{ name: string }>`delete from rule_tests where rule_id = ${id} and name = ${storableText(name)} returning name`;
      if (!gone[0]) throw refuse('rule_test.not_found');
      tx.audit('rule-test.removed', { kind: 'rule', id }, { name: gone[0].name });
    });
  }

  /** Lints a text and asks it about events; nothing is saved. @throws Refusal `auth.forbidden`, `rule_test.malformed`, `rule_test.too_many` */
  async run(actor: Actor, { yaml, path, tests }: RuleTestRequest): Promise<RuleTestRun> {
    actor.require('rule:read');
    if (tests && tests.length > ruleTestLimits.tests) throw refuse('rule_test.too_many');
    const given = tests?.map(storableTest);
    const findings = await this.files.lint(actor, { path, yaml });
    if (firstError({ findings })) return { findings, results: [] };
    const { rules } = loadRules([{ origin: path ?? 'own/rule.yml', text: storableText(yaml.slice(0, ruleFileLimits.characters)) }]);
    const stored = given ?? (await this.database.tenant(actor, (tx) => testRows(tx, rules.map(({ id }) => id)))).slice(0, ruleTestLimits.tests);
    return { findings, results: runRuleTests(rules, stored) };
  }
}

export function testRows(tx: TenantTx, ruleIds: readonly string[]): Promise<TestRow[]> {
  return tx.sql<TestRow>`
    select rule_id, name, event, matches, saved_by, saved_at from rule_tests where rule_id = any(${ruleIds}) order by rule_id, name limit 1000`;
}

export function testOf({ rule_id, name, event, matches, saved_by, saved_at }: TestRow): SavedRuleTest {
  return { ruleId: rule_id, name, event: JSON.parse(event) as unknown, matches, savedBy: saved_by, savedAt: saved_at };
}

export async function writeTests(tx: TenantTx, tests: readonly (StorableTest & { readonly rule_id: string })[], by: string, at: Date): Promise<void> {
  if (tests.length === 0) return;
  await tx.sql`
    insert into rule_tests (tenant_id, rule_id, name, event, matches, saved_by, saved_at)
    select (select app.tenant_id()), r.rule_id, r.name, r.event, r.matches, ${by}, ${at}
    from jsonb_to_recordset(${json(tests)}) as r(rule_id text, name text, event text, matches boolean)
    on conflict (tenant_id, rule_id, name) do update set event = excluded.event, matches = excluded.matches,
      saved_by = excluded.saved_by, saved_at = excluded.saved_at`;
}
