import { loadRules } from '../parse/load-rules';
import { builtInRouting } from '../routing/built-in-routing';
import { normalise } from '../taxonomy/normalise';
import { explainVerdict } from './explain-verdict';
import { renderVerdict } from './render-verdict';
import type { RuleVerdict } from './rule-verdict';

const sysmon = { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1 };

function verdict(detection: string, fields: Record<string, unknown>, logsource = '{product: windows, category: process_creation}'): RuleVerdict {
  const { rules, refused } = loadRules([{ origin: 'r', text: `title: Rule\nid: r\nlogsource: ${logsource}\ndetection: ${detection}\n` }]);
  expect(refused).toEqual([]);
  const [rule] = rules;
  if (!rule) throw new Error('no rule');
  return explainVerdict(rule, normalise({ ...sysmon, ...fields }), builtInRouting);
}

const both = "{sel: {Image|endswith: '\\a.exe', CommandLine|contains: [-enc, -nop]}, filter: {User: root}, condition: sel and not filter}";
const blocked = ({ blockers }: RuleVerdict): string[] => blockers.map(({ condition, passed }) => `${passed ? 'not ' : ''}${condition}`);

describe('explainVerdict', () => {
  it('says what met what when the rule matches', () => {
    const seen = verdict(both, { Image: 'C:\\a.exe', CommandLine: 'a -NOP', User: 'ann' });
    expect(seen).toMatchObject({ matched: true, routed: true, blockers: [] });
    expect(renderVerdict(seen).split('\n')).toEqual([
      'match',
      '  ✓ logsource: the event is Channel microsoft-windows-sysmon/operational, EventID 1',
      '  ✓ all of',
      '    ✓ sel: all of',
      '      ✓ Image|endswith: \\a.exe   Image is C:\\a.exe',
      '      ✓ one of',
      '        ✓ CommandLine|contains: -nop   CommandLine is a -NOP',
      '        … and 1 more, not needed',
      '    ✓ not',
      '      ✗ filter: User: root   User is ann',
    ]);
  });

  it.each([
    ['a value that differs', { Image: 'C:\\b.exe', CommandLine: '-enc' }, ['Image|endswith: \\a.exe']],
    ['a missing field, one of its alternatives being enough', { Image: 'C:\\a.exe' }, ['CommandLine|contains: -enc']],
    ['an exclusion that holds', { Image: 'C:\\a.exe', CommandLine: '-enc', User: 'ROOT' }, ['not User: root']],
    ['several at once', { User: 'root' }, ['Image|endswith: \\a.exe', 'CommandLine|contains: -enc', 'not User: root']],
  ])('names %s as what kept it from matching', (_what, fields, expected) => {
    const seen = verdict(both, fields);
    expect(seen.matched).toBe(false);
    expect(blocked(seen)).toEqual(expected);
  });

  it('takes the nearest of several ways', () => {
    const seen = verdict('{a: {A: 1, B: 1, C: 1}, b: {D: 1, E: 1}, condition: 1 of *}', { A: 1, B: 1, D: 2 });
    expect(blocked(seen)).toEqual(['C: 1']);
  });

  it('says which logs the rule is about when the event is from another', () => {
    const seen = verdict('{s: {A: 1}, condition: s}', { Channel: 'Security', EventID: 4624, A: 1 });
    expect(seen).toMatchObject({ matched: false, routed: false, blockers: [] });
    expect(seen.routing).toBe(
      'the rule is about category process_creation, product windows: Channel microsoft-windows-sysmon/operational with EventID 1; or Channel security with EventID 4688; the event is Channel security, EventID 4624',
    );
  });

  it('uses the names that fields have in the log', () => {
    const seen = verdict('{s: {Image: x}, condition: s}', { Channel: 'Security', EventID: 4688, NewProcessName: 'y' });
    expect(seen.blockers).toEqual([{ condition: 'Image: x', field: 'NewProcessName', passed: false, value: 'y' }]);
  });

  it('explains keywords, comparisons of fields, missing and empty values, and lists', () => {
    expect(renderVerdict(verdict('{k: [needle], condition: k}', { A: 'hay' }))).toContain('needle   no value holds it');
    expect(renderVerdict(verdict('{k: [needle], condition: k}', { A: 'a NEEDLE' }))).toContain('needle   A is a NEEDLE');
    expect(renderVerdict(verdict('{s: {A|fieldref: B}, condition: s}', { A: 'x', B: 'y' }))).toContain('✗ s: A|fieldref: B   A is x');
    expect(renderVerdict(verdict('{s: {A: null}, condition: s}', { B: 1 }))).toContain('✓ s: A: null   A is missing');
    expect(renderVerdict(verdict('{s: {A: x}, condition: s}', { A: ['p', 'q'] }))).toContain('A is p, q');
  });

  it('shows attacker-controlled text as text, and little of what is long', () => {
    const text = renderVerdict(verdict('{s: {A|contains: needle}, condition: s}', { A: `\u001b]0;owned\u0007\u202eevil\n${'x'.repeat(1_000_000)}needle` }));
    expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(text.length).toBeLessThan(1_000);
  });

  it('keeps long lists short', () => {
    const seen = verdict(`{s: {A: [${Array.from({ length: 3_000 }, (_, i) => `v${i}`).join(', ')}]}, condition: s}`, { A: 'v2999' });
    const text = renderVerdict(seen);
    expect(text.split('\n').length).toBeLessThan(15);
    expect(text).toContain('✓ A: v2999');
    expect(text).toContain('… and 2999 more, not needed');
  });
});
