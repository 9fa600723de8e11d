import type { RuleTest } from '@vedette/api-client';

/** As it is being written. */
export interface DraftTest {
  readonly key: string;
  readonly name: string;
  /** JSON text, perhaps not yet whole. */
  readonly event: string;
  readonly matches: boolean;
  /** The rule it is stored with; null: with none yet. */
  readonly ruleId: string | null;
}

export type StoredTest = Pick<RuleTest, 'ruleId' | 'name' | 'event' | 'matches'>;

export const MOST_TESTS = 100;

export function draftOf({ ruleId, name, event, matches }: StoredTest): DraftTest {
  return { key: `${ruleId}/${name}`, name, event: JSON.stringify(event, null, 2), matches, ruleId };
}

/** The event, or what is wrong with its text in words. */
export function eventOf(text: string): { readonly event: object } | string {
  if (text.trim() === '') return 'Give an event.';
  try {
    const event: unknown = JSON.parse(text);
    return typeof event === 'object' && event !== null && !Array.isArray(event) ? { event } : 'An event is a JSON object: { … }';
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}`;
  }
}

/** What keeps the tests from being run, by key. */
export function draftFaults(drafts: readonly DraftTest[]): ReadonlyMap<string, { readonly name?: string; readonly event?: string }> {
  const faults = new Map<string, { name?: string; event?: string }>();
  const names = new Set<string>();
  for (const { key, name, event } of drafts) {
    const read = eventOf(event);
    const fault = {
      ...(name.trim() === '' ? { name: 'Give it a name.' } : names.has(name.trim()) ? { name: 'Another test has this name.' } : {}),
      ...(typeof read === 'string' ? { event: read } : {}),
    };
    names.add(name.trim());
    if (fault.name || fault.event) faults.set(key, fault);
  }
  return faults;
}

/** What has to be stored and removed, so that the drafts are what is stored; those that cannot be read are left out. */
export function testChanges(stored: readonly StoredTest[], drafts: readonly DraftTest[], ruleIds: readonly string[]): { readonly save: StoredTest[]; readonly remove: StoredTest[] } {
  const [first] = ruleIds;
  if (first === undefined) return { save: [], remove: [] };
  const faults = draftFaults(drafts);
  const wanted = drafts.flatMap(({ key, name, event, matches, ruleId }) => {
    const read = eventOf(event);
    if (faults.has(key) || typeof read === 'string') return [];
    return [{ ruleId: ruleId !== null && ruleIds.includes(ruleId) ? ruleId : first, name: name.trim(), event: read.event, matches }];
  });
  const place = ({ ruleId, name }: StoredTest): string => JSON.stringify([ruleId, name]);
  const text = (test: StoredTest): string => JSON.stringify([test.event, test.matches]);
  const before = new Map(stored.map((test) => [place(test), text(test)]));
  // One that cannot be read now keeps its stored form: a slip of the pen is no wish to remove it.
  const kept = new Set([...wanted.map(place), ...drafts.filter(({ key }) => faults.has(key)).map(({ key }) => key)]);
  return {
    save: wanted.filter((test) => before.get(place(test)) !== text(test)),
    remove: stored.filter((test) => ruleIds.includes(test.ruleId) && !kept.has(place(test)) && !kept.has(`${test.ruleId}/${test.name}`)),
  };
}
