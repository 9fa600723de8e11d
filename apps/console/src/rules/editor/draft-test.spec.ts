import { draftFaults, draftOf, eventOf, testChanges } from './draft-test';
import type { DraftTest, StoredTest } from './draft-test';

const stored = (name: string, more: Partial<StoredTest> = {}): StoredTest => ({ ruleId: 'a', name, event: { Image: 'x' }, matches: true, ...more });
const draft = (name: string, more: Partial<DraftTest> = {}): DraftTest => ({ key: name, name, event: '{"Image":"x"}', matches: true, ruleId: null, ...more });

describe('the event of a test', () => {
  it.each(['', '[]', 'null', '1', '{', '{"a":}'])('is refused in words for %j', (text) => {
    expect(typeof eventOf(text)).toBe('string');
  });

  it('may hold what would harm a careless reader', () => {
    expect(JSON.stringify(eventOf('{"__proto__":{"a":1}}'))).toBe('{"event":{"__proto__":{"a":1}}}');
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });
});

describe('tests that cannot be run', () => {
  it('are those without a name of their own or a whole event', () => {
    const faults = draftFaults([draft('one'), draft('two', { name: ' one ' }), draft('three', { name: ' ', event: '{' })]);
    expect([...faults.keys()]).toEqual(['two', 'three']);
    expect(faults.get('two')).toEqual({ name: 'Another test has this name.' });
    expect(faults.get('three')).toMatchObject({ name: 'Give it a name.', event: expect.stringContaining('not JSON') });
  });
});

describe('storing tests with a rule', () => {
  it('stores what is new or changed, and removes what is gone', () => {
    const before = [stored('same'), stored('changed'), stored('gone')];
    const now = [draftOf(stored('same')), { ...draftOf(stored('changed')), matches: false }, draft('new')];
    const { save, remove } = testChanges(before, now, ['a']);
    expect(save.map(({ name, ruleId, matches }) => [name, ruleId, matches])).toEqual([['changed', 'a', false], ['new', 'a', true]]);
    expect(remove.map(({ name }) => name)).toEqual(['gone']);
  });

  it('takes a new name as one more and one less', () => {
    const { save, remove } = testChanges([stored('old')], [{ ...draftOf(stored('old')), name: 'new' }], ['a']);
    expect([save.map(({ name }) => name), remove.map(({ name }) => name)]).toEqual([['new'], ['old']]);
  });

  it('removes nothing for an event that cannot be read just now', () => {
    const { save, remove } = testChanges([stored('one')], [{ ...draftOf(stored('one')), event: '{' }], ['a']);
    expect([save, remove]).toEqual([[], []]);
  });

  it('keeps a test with its own rule where a file has several, and moves it where that rule is gone', () => {
    const drafts = [draftOf(stored('b', { ruleId: 'b' }))];
    expect(testChanges([stored('b', { ruleId: 'b' })], drafts, ['a', 'b'])).toEqual({ save: [], remove: [] });
    expect(testChanges([stored('b', { ruleId: 'b' })], drafts, ['a']).save).toMatchObject([{ ruleId: 'a', name: 'b' }]);
    expect(testChanges([stored('b')], drafts, [])).toEqual({ save: [], remove: [] });
  });
});
