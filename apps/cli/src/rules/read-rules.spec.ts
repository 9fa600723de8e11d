import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipOf } from '../fixtures/zip-of';
import { readRules } from './read-rules';
import { loadRuleSet } from './rule-set';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'vedette-rules-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, contents: string | Buffer): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
  return file;
}

const rule = (id: string): string => `title: ${id}\nid: ${id}\nlogsource:\n  product: windows\ndetection:\n  selection:\n    EventID: 1\n  condition: selection\n`;

/** Ids of the rules and reasons of the refusals found at some paths. */
async function found(...paths: string[]): Promise<{ ids: string[]; refused: string[] }> {
  const { rules, refused } = loadRuleSet(await readRules(paths));
  return { ids: rules.map(({ id }) => id), refused: refused.map(({ origin, reason }) => `${path.relative(folder, origin)}: ${reason}`) };
}

describe('reading rules', () => {
  it('takes the YAML of a folder and of those below it, in order, and nothing else', async () => {
    put('pack/b/two.yaml', rule('two'));
    put('pack/a.yml', rule('one'));
    put('pack/readme.md', 'text');
    put('pack/a.cases.json', '{}');
    put('pack/.github/workflow.yml', 'on: push');
    expect(await found(path.join(folder, 'pack'))).toEqual({ ids: ['one', 'two'], refused: [] });
  });

  it('follows links, but not in circles', async () => {
    const elsewhere = put('elsewhere/rule.yml', rule('linked'));
    put('pack/a.yml', rule('one'));
    symlinkSync(elsewhere, path.join(folder, 'pack/link.yml'));
    symlinkSync(path.join(folder, 'pack'), path.join(folder, 'pack/round'));
    symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'pack/broken.yml'));
    expect(await found(path.join(folder, 'pack'))).toEqual({ ids: ['one', 'linked'], refused: [] });
  });

  it('takes a single file, several documents in it, packed or plain', async () => {
    const text = `${rule('one')}---\n${rule('two')}`;
    expect((await found(put('rules.yml', text))).ids).toEqual(['one', 'two']);
    expect((await found(put('rules.yml.gz', gzipSync(text)))).ids).toEqual(['one', 'two']);
  });

  it('takes JSON lines, packed or plain, and refuses lines that hold no rule by their number', async () => {
    const lines = [{ path: 'rules/one.yml', yaml: rule('one') }, { yaml: rule('two') }, { id: 'none' }].map((line) => JSON.stringify(line)).join('\n');
    const text = `${lines}\n\n{broken\n`;
    for (const file of [put('rules.ndjson', text), put('rules.ndjson.gz', gzipSync(text))]) {
      const { documents, refused } = await readRules([file]);
      expect(documents.map(({ origin }) => origin)).toEqual(['rules/one.yml', `${file}:2`]);
      expect(refused).toEqual([
        { origin: file, line: 3, reason: 'the line has no text under "yaml"' },
        { origin: file, line: 5, reason: 'the line is not JSON' },
      ]);
    }
  });

  it('takes a zip', async () => {
    const file = put('rules.zip', zipOf({ 'pack/b.yml': rule('two'), 'pack/a.yml': rule('one'), 'pack/': '', 'LICENSE': 'text', '__MACOSX/pack/a.yml': 'x' }));
    const { documents } = await readRules([file]);
    expect(documents.map(({ origin }) => origin)).toEqual([`${file}/pack/a.yml`, `${file}/pack/b.yml`]);
    expect((await found(file)).ids).toEqual(['one', 'two']);
  });

  it('takes several paths together, so that filters may stand elsewhere', async () => {
    const rules = put('rules/a.yml', rule('one'));
    const filter = put('filters/f.yml', 'title: not on the build server\nlogsource:\n  product: windows\nfilter:\n  rules: any\n  selection:\n    Computer: build\n  condition: not selection\n');
    const set = loadRuleSet(await readRules([rules, path.dirname(filter)]));
    expect(set.filters).toBe(1);
    expect(set.rules[0]?.detection.kind).toBe('and');
  });

  it('refuses a file that is too large and keeps the others', async () => {
    const large = `${rule('large')}# ${'x'.repeat(1_100_000)}\n`;
    put('pack/a.yml', large);
    put('pack/b.yml', rule('one'));
    const expected = { ids: ['one'], refused: ['pack/a.yml: a rule file has at most 1 MB'] };
    expect(await found(path.join(folder, 'pack'))).toEqual(expected);
    const zipped = await found(put('rules.zip', zipOf({ 'a.yml': large, 'b.yml': rule('one') })));
    expect(zipped).toEqual({ ids: ['one'], refused: ['rules.zip/a.yml: a rule file has at most 1 MB'] });
    expect((await found(put('large.yml.gz', gzipSync(large)))).refused).toEqual(['large.yml.gz: a rule file has at most 1 MB']);
  });

  it('stops at a zip entry that is larger than it says', async () => {
    const file = put('bomb.zip', zipOf({ 'a.yml': 'x'.repeat(5_000_000) }, { declared: 100 }));
    await expect(readRules([file])).rejects.toThrow(/bomb\.zip: the zip cannot be read/);
  });

  it.each(['../a.yml', '/a.yml', 'a\\..\\b.yml'])('does not read a zip whose entry is called %s', async (name) => {
    await expect(readRules([put('slip.zip', zipOf({ [name]: rule('one') }))])).rejects.toThrow(/slip\.zip: the zip cannot be read/);
  });

  it('does not unpack more of a gzip than it may keep', async () => {
    const bomb = put('bomb.yml.gz', gzipSync(Buffer.alloc(300_000_000, 'x'), { level: 1 }));
    const before = process.memoryUsage().arrayBuffers;
    expect((await found(bomb)).refused).toEqual(['bomb.yml.gz: a rule file has at most 1 MB']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
  });

  it.each([
    ['a path that is not there', () => path.join(folder, 'absent'), /absent: there is no such file or folder/],
    ['a folder without rules', () => path.dirname(put('empty/readme.md', 'x')), /empty: no \.yml or \.yaml file in it/],
    ['a zip without rules', () => put('empty.zip', zipOf({ 'readme.md': 'x' })), /empty\.zip: no \.yml or \.yaml file in it/],
    ['a zip that breaks off', () => put('half.zip', zipOf({ 'a.yml': rule('one') }).subarray(0, 60)), /half\.zip: the zip cannot be read/],
    ['a tar archive', () => put('rules.tar.gz', gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(250)]))), /rules\.tar\.gz: tar archives are not read/],
    ['a gzip that breaks off', () => put('half.ndjson.gz', gzipSync(JSON.stringify({ yaml: rule('one') })).subarray(0, 40)), /half\.ndjson\.gz: the gzip stream ends too early/],
  ])('says what is wrong with %s', async (_what, make, message) => {
    await expect(readRules([make()])).rejects.toThrow(message);
  });

  it('refuses an empty file as a rule', async () => {
    expect((await found(put('empty.yml', ''))).refused).toEqual(['empty.yml: the document is empty']);
  });
});
