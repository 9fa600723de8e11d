import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import type { RuleNode } from '../modifiers/field-test';
import { anyRun } from '../modifiers/text-pattern';
import { loadRules } from './load-rules';

function lines<T>(file: string): T[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
}

interface SharedRule {
  readonly id: string;
  readonly path: string;
  readonly pysigma: 'ok' | 'placeholder' | 'error';
  readonly yaml: string;
}

describeWithData('the SigmaHQ rules', 'sigma/rules.ndjson.gz', (file) => {
  const shared = lines<SharedRule>(file);
  const { rules, refused } = loadRules(shared.map(({ path, yaml }) => ({ origin: path, text: yaml })));
  const byPath = new Map(shared.map((rule) => [rule.path, rule]));
  const verdictOf = (origin: string): string => byPath.get(origin)?.pysigma ?? '';

  it('load when pySigma accepts them', () => {
    const ok = shared.filter((rule) => rule.pysigma === 'ok');
    console.log(`rules: found ${rules.length} of ${ok.length}, refused ${refused.length}`);
    expect(refused.filter(({ origin }) => verdictOf(origin) === 'ok')).toEqual([]);
    expect(rules).toHaveLength(ok.length);
  });

  it('are refused with a reason when pySigma refuses them', () => {
    const errors = refused.filter(({ origin }) => verdictOf(origin) === 'error');
    expect(errors).toHaveLength(shared.filter((rule) => rule.pysigma === 'error').length);
    for (const { reason } of errors) expect(reason).toMatch(/pipe syntax|unexpected %|rule collections/);
  });

  it('are refused for a placeholder without values, and load once it has some', () => {
    const waiting = refused.filter(({ origin }) => verdictOf(origin) === 'placeholder');
    expect(waiting).toHaveLength(18);
    const documents = waiting.map(({ origin }) => ({ origin, text: byPath.get(origin)?.yaml ?? '' }));
    const names = documents.flatMap(({ text }) => [...text.matchAll(/%([\w.-]+)%/g)].map((match) => match[1] ?? ''));
    const placeholders = Object.fromEntries(names.map((name) => [name, ['acme-*']]));
    expect(loadRules(documents, { placeholders }).refused).toEqual([]);
  });

  it('keep author, level and id', () => {
    for (const rule of rules) {
      expect(rule.id).toMatch(/^[0-9a-f-]{36}$/);
      expect(rule.author).not.toBe('');
    }
  });
});

/** One leaf of pySigma's tree. */
interface ParsedLeaf {
  readonly field?: string;
  readonly keyword?: boolean;
  readonly op: string;
  readonly value?: unknown;
}
type ParsedNode = { readonly and?: ParsedNode[]; readonly or?: ParsedNode[]; readonly not?: ParsedNode } & Partial<ParsedLeaf>;

function theirLeaves(node: ParsedNode, out: string[]): void {
  for (const part of [...(node.and ?? []), ...(node.or ?? []), ...(node.not ? [node.not] : [])]) theirLeaves(part, out);
  if (node.op === 'expansion_or') for (const one of node.value as ParsedLeaf[]) theirLeaves({ ...one, field: node.field, keyword: node.keyword }, out);
  else if (node.op === 'like' && !node.keyword) out.push(`${node.field} ${(node.value as (string | { w: string })[]).map((part) => (typeof part === 'string' ? part : `<${part.w}>`)).join('')}`);
  else if ((node.op === 'num' || node.op === 'bool') && !node.keyword) out.push(`${node.field} ${String(node.value)}`);
}

function ourLeaves(node: RuleNode, out: string[]): void {
  if (node.kind === 'not') ourLeaves(node.of, out);
  else if (node.kind !== 'test') for (const part of node.of) ourLeaves(part, out);
  else if (node.test.op === 'text' && node.field !== null) {
    out.push(`${node.field} ${node.test.pattern.map((part) => (typeof part === 'string' ? part : part === anyRun ? '<*>' : '<?>')).join('')}`);
  }
}

describeWithData('the conditions as pySigma reads them', 'sigma/parsed-conditions.ndjson.gz', (file) => {
  it('hold the same text and number tests as ours, rule by rule', () => {
    const shared = lines<SharedRule>(file.replace('parsed-conditions', 'rules'));
    const ours = new Map(loadRules(shared.map(({ path, yaml }) => ({ origin: path, text: yaml }))).rules.map((rule) => [rule.id, rule]));
    let found = 0;
    const missed: string[] = [];
    for (const { id, conditions } of lines<{ id: string; conditions: ParsedNode[] }>(file)) {
      const theirs: string[] = [];
      for (const condition of conditions) theirLeaves(condition, theirs);
      const rule = ours.get(id);
      const own: string[] = [];
      if (rule) ourLeaves(rule.detection, own);
      const same = JSON.stringify([...new Set(theirs)].sort()) === JSON.stringify([...new Set(own)].sort());
      if (same) found++;
      else missed.push(id);
    }
    console.log(`parsed conditions: found ${found}, missed ${missed.length}, extra 0`);
    expect(missed).toEqual([]);
  });
});
