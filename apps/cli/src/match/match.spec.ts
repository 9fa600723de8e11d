import { PassThrough, Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { FilesOfTest, failedLogon, ndjson, run, whoami } from '../fixtures/rule-files';
import { sigma } from '../fixtures/vedette';
import { runMatch } from './run-match';

const files = new FilesOfTest();
const id = '11111111-1111-4111-8111-111111111111';
const hit = run('C:\\Windows\\whoami.exe');
const miss = run('C:\\Windows\\calc.exe');

/** `vedette sigma match` with one rule over these events. */
async function match(events: string, ...flags: string[]): ReturnType<typeof sigma> {
  return sigma(['match', '--rules', files.put('rules/whoami.yml', whoami), '--events', files.put('events.ndjson', events), ...flags]);
}

describe('vedette sigma match', () => {
  it('prints one line of JSON for each match, with the line of the event and the id of the rule', async () => {
    const { code, stdout } = await match(ndjson(miss, hit, { event: hit }));
    expect(code).toBe(0);
    expect(stdout).toBe(`{"line":2,"ruleId":"${id}"}\n{"line":3,"ruleId":"${id}"}\n`);
  });

  it('reads events from standard input', async () => {
    const rules = files.put('whoami.yml', whoami);
    expect((await sigma(['match', '-r', rules, '-e', '-'], { stdin: ndjson(hit) })).stdout).toBe(`{"line":1,"ruleId":"${id}"}\n`);
  });

  it('sums up on standard error what was read, loaded and refused, and where', async () => {
    const broken = files.put('rules/broken.yml', whoami.replace('condition: selection', 'condition: selection and').replace(/^id: 1/m, 'id: 9'));
    const rules = files.path('rules');
    files.put('rules/whoami.yml', whoami);
    const { code, stderr } = await sigma(['match', '-r', rules, '-e', files.put('events', `${ndjson(hit, miss)}{oops\n[]\n`)]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^events +2 in [\d.]+ s \([\d,]+ events\/s, [\d.]+ MB\/s\)$/m);
    expect(stderr).toMatch(/^matches +1 by 1 rule$/m);
    expect(stderr).toMatch(/^loaded +1 rule in [\d.]+ s, 1 refused$/m);
    expect(stderr).toMatch(/^bad lines +2 lines held no event \(not JSON: line 3; a list; an event is one object: line 4\)/m);
    expect(stderr).toContain(`  ${broken}:10:14  `);
  });

  it('runs rules through processing pipelines, so that they match events with other names', async () => {
    const ecs = files.put('ecs.yml', 'transformations:\n  - type: field_name_mapping\n    mapping: {Image: process.executable}\n');
    const events = ndjson({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1, process: { executable: 'C:\\Windows\\whoami.exe' } });
    expect((await match(events)).stdout).toBe('');
    expect((await match(events, '--pipeline', ecs)).stdout).toBe(`{"line":1,"ruleId":"${id}"}\n`);
    const wrong = files.put('wrong.yml', 'transformations:\n  - type: nope\n');
    expect(await match(events, '--pipeline', wrong)).toMatchObject({ code: 1, stderr: expect.stringContaining(`${wrong}:2:11: type "nope" is no transformation`) });
  });

  it('says how to make lines of a list', async () => {
    expect((await match('[\n{"a":1},\n{"a":2}\n]\n')).stderr).toMatch(/^bad lines +3 lines held no event .*jq -c/m);
  });

  it('reports what it found before the events break off, and exits with 1', async () => {
    const packed = gzipSync(ndjson(hit, ...Array.from({ length: 50_000 }, (_, index) => ({ index, at: Math.sin(index) }))));
    const { code, stdout, stderr } = await sigma(['match', '-r', files.put('whoami.yml', whoami), '-e', files.put('half.gz', packed.subarray(0, packed.length / 2))]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: `{"line":1,"ruleId":"${id}"}\n` });
    expect(stderr).toMatch(/, interrupted\nmatches +1 by 1 rule\n[^]*vedette: \S+half\.gz: the gzip stream ends too early\n$/);
  });

  it('sums up as JSON when asked', async () => {
    const { stderr } = await match(`${ndjson(hit, miss)}{oops\n`, '--json');
    expect(JSON.parse(stderr)).toMatchObject({ events: 2, matches: 1, rulesMatched: 1, rulesLoaded: 1, rulesRefused: 0, badLines: 1, badLineReasons: [{ line: 3, reason: 'not JSON' }], interrupted: false });
  });

  it('says nothing but matches when asked to be quiet', async () => {
    expect((await match(ndjson(hit), '--quiet')).stderr).toBe('');
  });

  it('names only so many refused rules', async () => {
    for (let rule = 0; rule < 25; rule++) files.put(`rules/${rule}.yml`, 'title: none\n');
    const shown = async (...flags: string[]): Promise<number> => ((await match(ndjson(hit), '-r', files.path('rules'), ...flags)).stderr.match(/^ {2}\S+\.yml/gm) ?? []).length;
    expect(await shown()).toBe(20);
    expect(await shown('--refused', '3')).toBe(3);
    expect(await shown('--refused', 'all')).toBe(26);
  });

  it('asks rules only about events of their logsource, unless told otherwise', async () => {
    const event = { Channel: 'Application', EventID: 1, Image: 'C:\\whoami.exe' };
    expect((await match(ndjson(event))).stdout).toBe('');
    expect((await match(ndjson(event), '--no-routing')).stdout).toBe(`{"line":1,"ruleId":"${id}"}\n`);
    const routing = files.put('routing.yml', 'logsources:\n  here:\n    product: windows\n    category: process_creation\n    sources:\n      - WinEventLog:Application\n');
    expect((await match(ndjson(event), '--routing', routing)).stdout).toBe(`{"line":1,"ruleId":"${id}"}\n`);
  });

  it('applies filters and placeholders', async () => {
    const filter = files.put('filters/f.yml', 'title: not this one\nlogsource:\n  product: windows\nfilter:\n  rules: any\n  selection:\n    Image|startswith: C:\\Allowed\n  condition: not selection\n');
    const events = ndjson(hit, run('C:\\Allowed\\whoami.exe'));
    expect((await match(events, '-r', filter)).stdout).toBe(`{"line":1,"ruleId":"${id}"}\n`);

    const rule = files.put('placeholder.yml', whoami.replace('Image|endswith: \\whoami.exe', 'Image|expand: "%tools%"'));
    const values = files.put('values.json', '{"tools":["*\\\\whoami.exe","*\\\\calc.exe"]}');
    const all = ['match', '-r', rule, '-e', files.put('events', ndjson(hit, miss))];
    expect((await sigma([...all, '--placeholders', values])).stdout.split('\n')).toHaveLength(3);
    const without = await sigma(all);
    expect(without.code).toBe(1);
    expect(without.stderr).toMatch(/no rules could be loaded; 1 refused, the first: .*placeholder\.yml:9:\d+: the placeholder %tools% has no values here/);
  });

  it('fails on a match when asked to', async () => {
    expect((await match(ndjson(hit), '--fail-on-match')).code).toBe(3);
    expect((await match(ndjson(miss), '--fail-on-match')).code).toBe(0);
  });

  it.each([
    ['no flags', []],
    ['a flag that does not exist', ['--rules', 'x', '--events', 'y', '--frobnicate']],
    ['a word too many', ['--rules', 'x', '--events', 'y', 'z']],
    ['a number that is none', ['--rules', 'x', '--events', 'y', '--refused', 'some']],
    ['routing and no routing', ['--rules', 'x', '--events', 'y', '--routing', 'z', '--no-routing']],
  ])('exits with 2 for %s', async (_what, flags) => {
    const { code, stdout, stderr } = await sigma(['match', ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^vedette: /);
  });

  it('exits with 1 when the rules or the events cannot be read, and says what is wrong in one line', async () => {
    const rules = files.put('rules.yml', failedLogon);
    const events = files.put('events', ndjson(hit));
    const cases: [string[], RegExp][] = [
      [['-r', files.path('absent'), '-e', events], /absent: there is no such file or folder/],
      [['-r', rules, '-e', files.path('absent')], /absent: there is no such file or folder/],
      [['-r', files.put('none.yml', 'title: x\n'), '-e', events], /no rules could be loaded; 1 refused, the first: /],
      [['-r', rules, '-e', events, '--routing', rules], /rules\.yml: routing: /],
      [['-r', rules, '-e', events, '--placeholders', files.put('p.yml', '- a\n')], /p\.yml: placeholders are a map/],
    ];
    for (const [flags, message] of cases) {
      const { code, stdout, stderr } = await sigma(['match', ...flags]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  it('cannot be made to write control characters to a terminal', async () => {
    const { stderr } = await match(ndjson(hit), '-r', files.put('evil.yml', '"title": "\\e[31m"\nlevel: "\\e]0;owned\\a"\n'));
    expect(stderr).toContain('1 refused');
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('stops and reports what it has when it is interrupted', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort('SIGINT'), 200);
    const stdin = new PassThrough();
    stdin.write(ndjson(hit));
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const rules = files.put('whoami.yml', whoami);
    const options = { rules: [rules], events: '-', envelope: 'auto', routing: { routed: true }, shownRefusals: 20, summary: 'text', progress: true, failOnMatch: false } as const;
    expect(await runMatch(options, { stdin, stdout, stderr, signal: abort.signal })).toBe(130);
    expect(String(stdout.read())).toBe(`{"line":1,"ruleId":"${id}"}\n`);
    expect(String(stderr.read())).toContain('interrupted');
  });

  it('ends quietly when nobody reads its answers any more', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) });
    const stderr = new PassThrough();
    const rules = files.put('whoami.yml', whoami);
    const events = files.put('events', ndjson(hit).repeat(100_000));
    const options = { rules: [rules], events, envelope: 'auto', routing: { routed: true }, shownRefusals: 20, summary: 'text', progress: true, failOnMatch: false } as const;
    expect(await runMatch(options, { stdin: Readable.from([]), stdout: broken, stderr, signal: new AbortController().signal })).toBe(0);
    expect(stderr.read()).toBeNull();
  });

  it('waits for a slow reader instead of piling up answers', async () => {
    let most = 0;
    let lines = 0;
    const slow: Writable = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines += chunk.toString().split('\n').length - 1;
        most = Math.max(most, slow.writableLength);
        setTimeout(done, 1);
      },
    });
    const rules = files.put('whoami.yml', whoami);
    const events = files.put('events', ndjson(hit).repeat(100_000));
    const options = { rules: [rules], events, envelope: 'auto', routing: { routed: true }, shownRefusals: 20, summary: 'none', progress: false, failOnMatch: false } as const;
    await runMatch(options, { stdin: Readable.from([]), stdout: slow, stderr: new PassThrough(), signal: new AbortController().signal });
    expect(lines).toBe(100_000);
    expect(most).toBeLessThan(2_000_000);
  });
});
