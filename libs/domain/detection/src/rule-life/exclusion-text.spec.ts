import { compileRules, loadRules, normalise, overlay } from '@vedette/sigma';
import { mshtaRule, processCreation } from '../fixtures/windows-events';
import { filterText, readFilter, type ExcludedField } from './exclusion-text';

const ID = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const base = compileRules(loadRules([{ origin: 'x', text: mshtaRule }]).rules);

/** Whether the rule still matches an event with these fields once what `fields` says is excluded. */
function matches(event: Record<string, unknown>, fields: readonly ExcludedField[]): boolean {
  const filter = readFilter(filterText({ id: 'f', title: "it's", ruleId: ID, logsource: { product: 'windows' }, fields }), 'exclusion');
  return overlay(base, { filters: [filter] }).evaluate(normalise(processCreation(0, event))).length > 0;
}

describe('an exclusion made of fields', () => {
  it.each([
    'C:\\Users\\bob', 'C:\\\\server\\*', '*', 'a?c', '\\*\\', "o'neil", 'a: b #c', '- x', 'null', 'on', '12', '2024-01-01', '"quoted"', 'tab\there',
    'zeile\nzwei', '日本語', '\u2028', '😀 x', '\u202e\u0007', '%name%', '{a: b}', '\\?\\\\?', 'ends \\',
  ])('leaves out exactly the value %j', (value) => {
    const exact: ExcludedField = { name: 'User', value, match: 'exact' };
    expect(matches({ User: value }, [exact])).toBe(false);
    expect(matches({ User: `${value}x` }, [exact])).toBe(true);
    expect(matches({ User: `${value}x` }, [{ ...exact, match: 'startswith' }])).toBe(false);
    expect(matches({ User: `x${value}` }, [{ ...exact, match: 'endswith' }])).toBe(false);
    expect(matches({ User: `x${value}x` }, [{ ...exact, match: 'contains' }])).toBe(false);
  });

  it('asks for all of its fields at once', () => {
    const fields: ExcludedField[] = [{ name: 'User', value: 'bob', match: 'exact' }, { name: 'Computer', value: 'ws-', match: 'startswith' }];
    expect(matches({ User: 'bob' }, fields)).toBe(false);
    expect(matches({ User: 'eve' }, fields)).toBe(true);
  });

  it.each([
    ['a field with a modifier', [{ name: 'User|re', value: '.*', match: 'exact' as const }], 'exclusion.field_malformed'],
    ['a field without a name', [{ name: ' ', value: 'x', match: 'exact' as const }], 'exclusion.field_malformed'],
    ['everything', [{ name: 'User', value: '', match: 'contains' as const }], 'exclusion.field_malformed'],
    ['a field twice', [{ name: 'User', value: 'a', match: 'exact' as const }, { name: 'User', value: 'b', match: 'exact' as const }], 'exclusion.field_malformed'],
    ['nothing', [], 'exclusion.malformed'],
  ])('is refused for %s', (_what, fields, code) => {
    expect(() => matches({}, fields)).toThrow(expect.objectContaining({ code }));
  });

  it('pollutes no prototype', () => {
    expect(matches({}, [{ name: '__proto__', value: 'x', match: 'exact' }])).toBe(true);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

describe('an exclusion as text', () => {
  it.each([
    ['a rule', mshtaRule],
    ['two filters', 'title: a\nlogsource: { product: windows }\nfilter: { x: { a: b }, condition: not x }\n---\ntitle: b\nlogsource: { product: windows }\nfilter: { x: { a: b }, condition: not x }\n'],
    ['broken YAML', 'title: [\n'],
    ['nothing', ''],
  ])('is not %s', (_what, text) => {
    expect(() => readFilter(text, 'exclusion')).toThrow(expect.objectContaining({ code: 'exclusion.refused' }));
  });
});
