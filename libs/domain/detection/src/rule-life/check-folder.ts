import type { TenantTx } from '@vedette/database';
import { isRuleFile, type PackFile } from '../rules/pack-file';
import { checkRuleTexts, firstError, type CheckedText } from './check-rule-texts';
import type { FailedTest, RefusedFile } from './folder-plan';
import { knownRulesFor } from './known-rules';
import { isTestFile, readTestFile, rulesBeside } from './read-test-file';
import { isRuleFilePath } from './rule-file-path';
import { ruleFileLimits } from './rule-file';
import type { StorableTest } from './rule-test';
import { runRuleTests } from './run-rule-tests';
import { storableText } from './storable-text';

export interface CheckedFolder {
  /** Path with its pack → text. */
  readonly texts: ReadonlyMap<string, string>;
  readonly checked: ReadonlyMap<string, CheckedText>;
  readonly tests: readonly (StorableTest & { readonly rule_id: string })[];
  readonly refused: readonly RefusedFile[];
  readonly failedTests: readonly FailedTest[];
}

const MOST_TESTS = 5_000;

/** Reads a folder as it would run: all of its rules together, and their tests. */
export async function checkFolder(pack: string, files: readonly PackFile[], inTx: <T>(work: (tx: TenantTx) => Promise<T>) => Promise<T>): Promise<CheckedFolder> {
  const refused: RefusedFile[] = [];
  const refuseFile = (path: string, reason: string, place: { readonly line?: number; readonly column?: number } = {}): void => {
    refused.push({ path, reason, line: place.line ?? null, column: place.column ?? null });
  };
  const all = files.map(({ path, text }) => ({ path: `${pack}/${path}`, yaml: storableText(text) }));
  const rules = all.filter(({ path }) => isRuleFile(path) && !isTestFile(path));
  const fitting = rules.filter(({ path, yaml }) => {
    if (!isRuleFilePath(path)) refuseFile(path.slice(0, 500), 'its path is none that a file of rules may have');
    else if (yaml.length > ruleFileLimits.characters) refuseFile(path, `the text is longer than ${ruleFileLimits.characters} characters`);
    else return true;
    return false;
  });
  const checked = await checkRuleTexts(fitting, await inTx((tx) => knownRulesFor(tx, fitting, pack)));
  for (const [path, one] of checked) {
    const fault = firstError(one);
    if (fault) refuseFile(path, fault.message, fault);
  }
  const texts = new Map(fitting.map(({ path, yaml }) => [path, yaml]));
  const tested = await testFolder(all.filter(({ path }) => isTestFile(path)), checked, refuseFile);
  return { texts, checked, refused, ...tested };
}

async function testFolder(
  files: readonly { readonly path: string; readonly yaml: string }[], checked: ReadonlyMap<string, CheckedText>,
  refuseFile: (path: string, reason: string, place?: { readonly line?: number; readonly column?: number }) => void,
): Promise<Pick<CheckedFolder, 'tests' | 'failedTests'>> {
  const tests: (StorableTest & { readonly rule_id: string })[] = [];
  const failedTests: FailedTest[] = [];
  for (const { path, yaml } of files) {
    await new Promise(setImmediate);
    const rule = rulesBeside(path).map((beside) => checked.get(beside)).find((one) => one !== undefined);
    const read = readTestFile(path, yaml);
    const [subject] = rule?.rules ?? [];
    if ('fault' in read) refuseFile(path.slice(0, 500), read.fault.reason, read.fault);
    else if (!rule) refuseFile(path.slice(0, 500), 'there is no file of rules of this name beside it');
    else if (tests.length + read.tests.length > MOST_TESTS) refuseFile(path, `a folder has at most ${MOST_TESTS} tests`);
    else if (subject && !firstError(rule)) {
      tests.push(...read.tests.map((test) => ({ ...test, rule_id: subject.rule_id })));
      failedTests.push(...runRuleTests(rule.loaded, read.tests).filter(({ passed }) => !passed).map(({ name, why }) => ({ path, name, why })));
    }
  }
  return { tests, failedTests };
}
