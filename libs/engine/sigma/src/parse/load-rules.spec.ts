import { compileRules } from '../compile/compiled-rules';
import { loadRules } from './load-rules';

const good = `title: Acme tool
id: 6f1d3a1e-0000-4000-8000-000000000001
status: test
description: A tool runs.
license: Apache-2.0
author: acme
date: 2026-01-02
references: [https://example.org/a]
tags: [attack.execution, attack.t1059]
logsource:
  product: Windows
  category: process_creation
detection:
  sel:
    Image|endswith: '\\acme.exe'
  condition: sel
falsepositives:
  - Acme's own
level: high
`;

function refusalOf(text: string): { reason: string; line?: number } {
  const { rules, refused } = loadRules([{ origin: 'x.yml', text }]);
  expect(rules).toEqual([]);
  return { reason: refused[0]?.reason ?? '', line: refused[0]?.line };
}

describe('loadRules', () => {
  it('reads what a rule says about itself', () => {
    const { rules, refused } = loadRules([{ origin: 'acme.yml', text: good }]);
    expect(refused).toEqual([]);
    expect(rules[0]).toMatchObject({
      id: '6f1d3a1e-0000-4000-8000-000000000001', title: 'Acme tool', status: 'test', level: 'high', author: 'acme', licence: 'Apache-2.0', date: '2026-01-02',
      references: ['https://example.org/a'], tags: ['attack.execution', 'attack.t1059'], falsePositives: ["Acme's own"],
      logsource: { product: 'windows', category: 'process_creation' }, origin: 'acme.yml',
    });
  });

  it('names a rule without id after its name, else its origin', () => {
    const text = good.replace(/^id: .*\n/m, '');
    expect(loadRules([{ origin: 'acme.yml', text }]).rules[0]?.id).toBe('acme.yml');
    expect(loadRules([{ origin: 'acme.yml', text: `name: acme_tool\n${text}` }]).rules[0]?.id).toBe('acme_tool');
  });

  it('keeps loading after a refused document, and says which it was', () => {
    const { rules, refused } = loadRules([{ origin: 'bad.yml', text: 'title: [' }, { origin: 'worse.yml', text: good.replace('condition: sel', 'condition: nosuch') }, { origin: 'good.yml', text: good }]);
    expect(rules.map((rule) => rule.origin)).toEqual(['good.yml']);
    expect(refused).toMatchObject([{ origin: 'bad.yml' }, { origin: 'worse.yml', ruleId: '6f1d3a1e-0000-4000-8000-000000000001', title: 'Acme tool', line: 16 }]);
  });

  it.each([
    ['broken YAML', 'title: a\nx: [1\ny: 2\n', 'not valid YAML', 3],
    ['a doubled key', 'title: a\ntitle: b\n', 'not valid YAML: duplicated mapping key', 2],
    ['an old rule collection', `action: global\n---\n${good}`, 'rule collections (action: …) were removed', 1],
    ['no map', '- a\n', 'the document is not a map', 1],
    ['no title', good.replace(/^title.*\n/, ''), 'title is missing', 1],
    ['no logsource', good.replace(/logsource:\n.*\n.*\n/, ''), 'logsource is missing', 1],
    ['an unknown level', good.replace('level: high', 'level: huge'), 'the level "huge" is none of', 19],
    ['an unknown modifier', good.replace('endswith', 'ends'), 'unknown modifier "ends"', 15],
    ['a condition with a pipe', good.replace('condition: sel', 'condition: sel | count() > 3'), 'the pipe syntax', 16],
    ['no condition', good.replace('  condition: sel\n', ''), 'detection has no condition', 14],
    ['a bad regular expression', good.replace("Image|endswith: '\\acme.exe'", "Image|re:\n      - a\n      - '('"), 'a group is not closed', 17],
    ['a placeholder without values', good.replace('endswith', 'expand').replace('\\acme.exe', '%tools%'), 'the placeholder %tools% has no values here', 15],
    ['another taxonomy', `taxonomy: ecs\n${good}`, 'the taxonomy "ecs" is not known here', 1],
    ['a filter without condition', 'title: f\nlogsource: {product: windows}\nfilter:\n  rules: []\n', 'a filter has exactly one condition', 4],
  ])('refuses %s with the reason and the line', (_what, text, reason, line) => {
    const refusal = refusalOf(text);
    expect(refusal.reason).toContain(reason);
    expect(refusal.line).toBe(line);
  });

  it('reads every document of a text, each as what it is', () => {
    const correlation = 'title: c\ncorrelation:\n  type: event_count\n';
    const filter = 'title: f\nlogsource: {product: windows}\nfilter:\n  rules: any\n  own: {User: acme}\n  condition: not own\n';
    const loaded = loadRules([{ origin: 'x.yml', text: `${good}---\n${correlation}---\n---\n${filter}---\ntitle: bad\n` }]);
    expect(loaded.rules.map(({ origin }) => origin)).toEqual(['x.yml#1']);
    expect(loaded.correlations).toMatchObject([{ origin: 'x.yml#2', index: 1 }]);
    expect(loaded.filters).toMatchObject([{ origin: 'x.yml#3', rules: 'any' }]);
    expect(loaded.refused).toMatchObject([{ origin: 'x.yml', title: 'bad', line: 33, reason: 'logsource is missing or not a map' }]);
  });

  it('leaves out a second rule of the same id when compiling', () => {
    const { rules } = loadRules([{ origin: 'a.yml', text: good }, { origin: 'b.yml', text: good }]);
    const compiled = compileRules(rules);
    expect(compiled.size).toBe(1);
    expect(compiled.refused).toMatchObject([{ origin: 'b.yml', reason: 'another rule has this id' }]);
    expect(compiled.rule('6f1d3a1e-0000-4000-8000-000000000001')?.origin).toBe('a.yml');
    expect(compiled.rule('nosuch')).toBeUndefined();
  });
});
