import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RemoveRuleTestDocument, SaveRuleFileDocument, SaveRuleTestDocument, SetRulesEnabledDocument } from '@vedette/api-client';
import type { UserError } from '@vedette/api-client';
import { wordsOf } from '../../api/words-of';
import { api } from '../../api/client';
import { draftFaults, testChanges } from './draft-test';
import type { DraftTest, StoredTest } from './draft-test';

export interface Saving {
  readonly path: string;
  readonly yaml: string;
  readonly note: string;
  readonly enable: boolean;
  readonly editedVersion: number;
  readonly stored: readonly StoredTest[];
  readonly drafts: readonly DraftTest[];
}

const saveFile = async ({ path, yaml, note, enable, editedVersion }: Saving) =>
  (await api.request(SaveRuleFileDocument, { input: { path, yaml, note: note.trim() || null, enable, editedVersion } })).saveRuleFile;

type Answer = Awaited<ReturnType<typeof saveFile>>;
export type SavedRule = NonNullable<Answer['rules']>[number];

export interface Saved {
  readonly answer: Answer;
  readonly rules: readonly SavedRule[];
  /** Tests as they are stored now. */
  readonly stored: readonly StoredTest[];
  /** What was not done although the text was saved, in words. */
  readonly left: readonly string[];
}

/** Saves the text, then switches on what that alone left off, then stores its tests. */
export function useSave(saved: (saved: Saved, asked: Saving) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: (outcome, asked) => {
      if (!outcome.answer.file) return;
      saved(outcome, asked);
      void queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => typeof first === 'string' && /^(rule(?!-lint)|attack-coverage)/.test(first) });
    },
  });
}

async function save(saving: Saving): Promise<Saved> {
  const { enable, stored, drafts } = saving;
  const answer = await saveFile(saving);
  const rules = answer.rules ?? [];
  if (!answer.file) return { answer, rules, stored, left: [] };
  const left: string[] = [];
  const off = enable ? rules.filter(({ enabled }) => !enabled).map(({ id }) => id) : [];
  const on = off.length === 0 || (await attempt(left, 'It could not be switched on', async () => (await api.request(SetRulesEnabledDocument, { input: { ruleIds: off, enabled: true } })).setRulesEnabled));
  const kept = await storeTests(left, stored, drafts, rules.map(({ id }) => id));
  return { answer, rules: on ? rules.map((rule) => ({ ...rule, enabled: rule.enabled || enable })) : rules, stored: kept, left };
}

async function storeTests(left: string[], stored: readonly StoredTest[], drafts: readonly DraftTest[], ruleIds: readonly string[]): Promise<readonly StoredTest[]> {
  const changes = testChanges(stored, drafts, ruleIds);
  const faulty = draftFaults(drafts).size;
  if (faulty > 0) left.push(`Of the tests, ${faulty} cannot be read as ${faulty === 1 ? 'it is' : 'they are'} and ${faulty === 1 ? 'was' : 'were'} not saved.`);
  const same = (a: StoredTest, b: StoredTest): boolean => a.ruleId === b.ruleId && a.name === b.name;
  let kept = stored;
  for (const test of changes.remove) {
    const { ruleId, name } = test;
    const gone = await attempt(left, `The test “${name}” was not removed`, async () => (await api.request(RemoveRuleTestDocument, { input: { ruleId, name } })).removeRuleTest);
    if (gone) kept = kept.filter((one) => !same(one, test));
  }
  for (const test of changes.save) {
    const there = await attempt(left, `The test “${test.name}” was not saved`, async () => (await api.request(SaveRuleTestDocument, { input: test })).saveRuleTest);
    if (there) kept = [...kept.filter((one) => !same(one, test)), test];
  }
  return kept;
}

/** The text is saved by then: what fails now is told beside that, and the rest goes on. */
async function attempt(left: string[], words: string, work: () => Promise<{ readonly userErrors: readonly UserError[] }>): Promise<boolean> {
  try {
    const [error] = (await work()).userErrors;
    if (!error) return true;
    left.push(`${words}: ${error.message}`);
  } catch (error) {
    left.push(`${words}: ${wordsOf(error)}`);
  }
  return false;
}
