import { lintAll } from './lint-all';
import type { LintFinding } from './lint-finding';
import { lintText } from './lint-text';

const good = `title: Whoami as system
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
status: test
description: Somebody asks who they are.
author: Vedette
date: 2026-01-31
tags:
  - attack.discovery
  - attack.t1033
logsource:
  category: process_creation
  product: windows
detection:
  selection:
    Image|endswith: '\\whoami.exe'
    User:
      - SYSTEM
      - LocalService
  condition: selection
level: low
`;

function lint(text: string): readonly LintFinding[] {
  return lintText({ origin: 'r.yml', text });
}

/** `code line:column` of each finding. */
function told(text: string): string[] {
  return lint(text).map(({ code, line, column }) => `${code} ${line}:${column}`);
}

describe('lintText', () => {
  it('has nothing to say of a good rule', () => {
    expect(lint(good)).toEqual([]);
  });

  it.each([
    ['what the loader refuses', good.replace('condition: selection', 'condition: selektion'), 'refused 19:14'],
    ['an unknown modifier', good.replace('endswith', 'endwith'), 'refused 15:20'],
    ['an id that is no UUID', good.replace('929a690e-bef0-4204-a928-ef5e620d6fcc', 'whoami-1'), 'schema 2:5'],
    ['a date in another form', good.replace('2026-01-31', '2026/01/31'), 'schema 6:7'],
    ['an unknown status', good.replace('test', 'tested'), 'schema 3:9'],
    ['tags that are a text', good.replace(/tags:\n.*\n.*\n/, 'tags: attack.discovery\n'), 'schema 7:7'],
    ['a tag without namespace', good.replace('attack.t1033', 't1033'), 'schema 9:5'],
    ['a tag twice', good.replace('attack.t1033', 'attack.discovery'), 'schema 9:5'],
    ['a related rule of no known kind', good.replace('level: low', 'related:\n  - id: 929a690e-bef0-4204-a928-ef5e620d6fc0\n    type: child\nlevel: low'), 'schema 22:11'],
  ])('calls an error: %s', (_what, text, expected) => {
    expect(told(text)).toEqual([expected]);
    expect(lint(text)[0]).toMatchObject({ origin: 'r.yml', severity: 'error' });
  });

  it.each([
    ['a missing id', good.replace(/^id: .*\n/m, ''), ['missing-id 1:1']],
    ['a missing level', good.replace('level: low\n', ''), ['missing-level 1:1']],
    ['a key with a slip', good.replace('author:', 'autor:'), ['missing-author 1:1', 'unknown-key 5:8']],
    ['an unknown technique', good.replace('t1033', 't99'), ['unknown-attack-tag 9:5']],
    ['an unknown namespace', good.replace('attack.t1033', 'atack.t1033'), ['unknown-tag-namespace 9:5']],
    ['a relation to itself', good.replace('level: low', 'related:\n  - {id: 929a690e-bef0-4204-a928-ef5e620d6fcc, type: similar}\nlevel: low'), ['related-to-itself 21:5']],
    ['a change before the beginning', good.replace('date: 2026-01-31', 'date: 2026-01-31\nmodified: 2025-01-31'), ['modified-before-date 7:11']],
    ['a selection without use', good.replace('  condition', '  other: {A: b}\n  condition'), ['unused-selection 19:10']],
    ['them, being one', good.replace('condition: selection', 'condition: 1 of them'), ['them-is-one 19:14']],
    ['all of them', good.replace('  condition: selection', '  more: {A: b}\n  condition: all of them'), ['all-of-them 20:14']],
    ['a timeframe', good.replace('  condition', '  timeframe: 5m\n  condition'), ['timeframe 19:14']],
    ['an expression that needs none', good.replace("Image|endswith: '\\whoami.exe'", 'Image|re: whoami'), ['plain-regex 15:15']],
    ['an expression with open ends', good.replace("Image|endswith: '\\whoami.exe'", "Image|re: '.*who[a]mi'"), ['open-regex 15:15']],
    ['a lone wildcard', good.replace("'\\whoami.exe'", "'*'"), ['wildcard-only 15:21']],
    ['two wildcards', good.replace("'\\whoami.exe'", "'a**b'"), ['double-wildcard 15:21']],
    ['wildcards in contains', good.replace("endswith: '\\whoami.exe'", "contains: '*whoami*'"), ['wildcard-in-contains 15:21']],
    ['wildcards for a modifier', good.replace("|endswith: '\\whoami.exe'", ": '*\\whoami.exe'"), ['wildcard-for-modifier 15:12']],
    ['a list of one', good.replace('      - LocalService\n', ''), ['list-of-one 17:7']],
    ['null in a list', good.replace('LocalService', 'null'), ['null-in-list 17:7']],
    ['a value twice', good.replace('LocalService', 'system'), ['same-value-twice 18:9']],
    ['all of one', good.replace('endswith:', 'contains|all:'), ['all-of-one 15:25']],
    ['a field in other letters', good.replace('    User:', '    \u0421ommandLine:'), ['lookalike-field 17:7']],
    ['a logsource in upper case', good.replace('product: windows', 'product: Windows'), ['logsource-case 12:12']],
    ['an unknown log', good.replace('category: process_creation', 'service: securty'), ['unknown-logsource 11:12']],
  ])('points out %s', (_what, text, expected) => {
    expect(told(text)).toEqual(expected);
    expect(lint(text).every(({ severity }) => severity !== 'error')).toBe(true);
  });

  it('suggests the word that was meant', () => {
    expect(lint(good.replace('endswith', 'endwith'))[0]?.message).toBe('unknown modifier "endwith": did you mean endswith?');
    expect(lint(good.replace('condition: selection', 'condition: selektion'))[0]?.message).toContain('did you mean selection?');
    expect(lint(good.replace('author:', 'autor:'))[1]).toMatchObject({ message: '"autor" is no key of the specification', hint: 'did you mean author?' });
    expect(lint(good.replace('category: process_creation', 'service: securty'))[0]?.hint).toBe('did you mean security?');
  });

  it('says of a filter that it keeps instead of excluding', () => {
    expect(told('title: f\nlogsource: {product: windows}\nfilter:\n  rules: [a]\n  selection: {User: x}\n  condition: selection\n')).toEqual(['filter-keeps 6:14']);
    expect(told('title: f\nlogsource: {product: windows}\nfilter:\n  rules: [a]\n  selection: {User: x}\n  condition: not selection\n')).toEqual([]);
  });

  it('knows fields by logsource when told them', () => {
    const fields = { 'process_creation/windows/': ['Image', 'User'] };
    expect(lintText({ origin: 'r', text: good }, { fields })).toEqual([]);
    expect(lintText({ origin: 'r', text: good.replace('Image', 'Imag') }, { fields })).toMatchObject([{ code: 'unknown-field', line: 15, hint: 'did you mean Image?' }]);
  });

  it('names the document of a text of several', () => {
    expect(lint(`${good}---\n${good.replace('test', 'tested')}`)).toMatchObject([{ origin: 'r.yml#2', code: 'schema', line: 24, column: 9 }]);
  });

  it('stops after 200 findings in one text', () => {
    expect(lint(good.replace('      - LocalService\n', '      - SYSTEM\n'.repeat(1_000)))).toHaveLength(200);
  });

  it('survives what is no rule', () => {
    for (const text of ['', 'x', '- a\n- b', '{', 'title: [', 'tags: {a: b}\nrelated: 5\ndetection: []\nlogsource: x', '\0', '---\n---\n']) expect(lint(text).some(({ severity }) => severity === 'error')).toBe(true);
  });
});

describe('lintAll', () => {
  const other = good.replace('6fcc', '6fcd');
  const all = (...texts: string[]): string[] => lintAll(texts.map((text, at) => ({ origin: `${at}.yml`, text }))).map(({ origin, severity, code }) => `${origin} ${severity} ${code}`);

  it('compares the rules with one another', () => {
    expect(all(good, good)).toEqual(['1.yml error same-id', '1.yml warning same-title', '1.yml warning same-detection']);
    expect(all(good, other.replace('Whoami as', 'Who is'))).toEqual(['1.yml warning same-detection']);
    expect(all(good, other.replace('Whoami as', 'Who is').replace('SYSTEM', 'ROOT'))).toEqual([]);
  });

  it('looks for the rules that others refer to', () => {
    const related = good.replace('level: low', 'related:\n  - {id: 929a690e-bef0-4204-a928-ef5e620d6fcd, type: derived}\nlevel: low');
    expect(all(related)).toEqual(['0.yml info unknown-related']);
    const filter = 'title: f\nid: 929a690e-bef0-4204-a928-ef5e620d6fce\nlogsource: {product: windows}\nfilter: {rules: [nobody, 929a690e-bef0-4204-a928-ef5e620d6fcc], s: {A: b}, condition: not s}\n';
    expect(all(good, filter)).toEqual(['1.yml warning filter-of-nothing']);
  });
});
