import { loadRules } from '../parse/load-rules';
import { missingFields } from './missing-fields';

function of(detection: string, fields: readonly string[]): readonly string[] {
  const { rules, refused } = loadRules([{ origin: 'test', text: `title: t\nlogsource: {category: c}\ndetection:\n${detection}` }]);
  expect(refused).toEqual([]);
  const [rule] = rules;
  return rule ? missingFields(rule, (field) => fields.includes(field)) : ['no rule'];
}

describe('fields that a rule cannot do without', () => {
  const rule = '  image: {Image|endswith: a.exe}\n  name: {OriginalFileName: a.exe}\n  args: {CommandLine|contains: b}\n  known: {User: c}\n  condition: (image or name) and args and not known\n';

  it('are those of an and, but not those of another way or of a not', () => {
    expect(of(rule, ['Image', 'CommandLine'])).toEqual([]);
    expect(of(rule, ['OriginalFileName', 'CommandLine'])).toEqual([]);
    expect(of(rule, ['Image'])).toEqual(['CommandLine']);
    expect(of(rule, ['CommandLine'])).toEqual(['Image', 'OriginalFileName']);
    expect(of(rule, [])).toEqual(['CommandLine', 'Image', 'OriginalFileName']);
  });

  it('are none where a field must be missing, or any value will do', () => {
    expect(of('  s: {a: null}\n  condition: s\n', [])).toEqual([]);
    expect(of('  s: {a|exists: false}\n  condition: s\n', [])).toEqual([]);
    expect(of('  s: {a|exists: true}\n  condition: s\n', [])).toEqual(['a']);
    expect(of('  s: [text]\n  condition: s\n', [])).toEqual([]);
  });
});
