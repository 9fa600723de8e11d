import { FilesOfTest, failedLogon, failure, manyFailures, ndjson, run, whoami } from '../fixtures/rule-files';
import { sigma } from '../fixtures/vedette';

const files = new FilesOfTest();
const hit = run('C:\\Windows\\whoami.exe');
const miss = run('C:\\Windows\\calc.exe');

async function explain(events: string, ...flags: string[]): ReturnType<typeof sigma> {
  return sigma(['explain', '-r', files.put('rules.yml', `${whoami}---\n${failedLogon}---\n${manyFailures}`), '-e', files.put('events', events), ...flags]);
}

describe('vedette sigma explain', () => {
  it('says which value met which condition in the events that match, found by id, name or title', async () => {
    for (const rule of ['11111111-1111-4111-8111-111111111111', 'whoami_run', 'WHOAMI']) {
      const { code, stdout } = await explain(ndjson(miss, hit), '--rule', rule);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Whoami \(11111111-/);
      expect(stdout).toMatch(/^line 2: match$/m);
      expect(stdout).toContain('Image|endswith: \\whoami.exe');
      expect(stdout).toContain('C:\\Windows\\whoami.exe');
      expect(stdout).not.toContain('line 1');
    }
  });

  it('looks at one line when asked, whatever stands before it', async () => {
    const events = `{oops\n${ndjson(miss, hit)}`;
    expect((await explain(events, '--rule', 'whoami_run', '--line', '2')).stdout).toMatch(/^line 2: no match/m);
    expect((await explain(events, '--rule', 'whoami_run', '--line', '3')).stdout).toMatch(/^line 3: match/m);
    for (const none of ['1', '9']) expect((await explain(events, '--rule', 'whoami_run', '--line', none)).stdout).toContain(`line ${none}: holds no event`);
  });

  it('shows so many events and counts the others', async () => {
    const { stdout } = await explain(ndjson(hit, hit, hit), '--rule', 'whoami_run', '--limit', '2');
    expect(stdout.match(/^line \d+: match$/gm)).toHaveLength(2);
    expect(stdout).toContain('3 matches in 3 events; the first 2 are shown (--limit)');
  });

  it('says of the event that came nearest why it did not match, when none did', async () => {
    const { stdout } = await explain(ndjson({ ...miss, EventID: 3 }, miss), '--rule', 'whoami_run');
    expect(stdout).toContain('no match in 2 events; this one came nearest\nline 2: no match\n');
    expect(stdout).toMatch(/what kept it from matching:\n +should hold: Image\|endswith: \\whoami\.exe +Image is C:\\Windows\\calc\.exe$/m);
    expect((await explain(ndjson({ Channel: 'Security', EventID: 4624 }), '--rule', 'whoami_run')).stdout).toContain('✗ logsource: the rule is about category process_creation');
  });

  it('shows a long value around what was found in it', async () => {
    const { stdout } = await explain(ndjson(run(`${'x'.repeat(1_000)}\\whoami.exe`)), '--rule', 'whoami_run');
    expect(stdout).toMatch(/…x+\\whoami\.exe/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(400);
  });

  it('says for each group of a correlation what was needed and what was seen', async () => {
    const events = ndjson(failure(0), failure(1), failure(2), failure(3, '203.0.113.10'));
    const { code, stdout } = await explain(events, '--rule', 'many_failures');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1 match/m);
    expect(stdout).toContain('rule Failed logon (22222222-2222-4222-8222-222222222222): 4 hits');
    expect(stdout).toMatch(/^fired +IpAddress=203\.0\.113\.9 /m);
    expect(stdout).toMatch(/^not fired IpAddress=203\.0\.113\.10 .*\n +needed at least 3 events within 1m, saw 1/m);
  });

  it('says how one group stood after a line', async () => {
    const events = ndjson(failure(0), failure(1), failure(2));
    const { stdout } = await explain(events, '--rule', 'many_failures', '--group', 'IpAddress=203.0.113.9', '--line', '2');
    expect(stdout).toMatch(/^not fired IpAddress=203\.0\.113\.9 .*\n +needed at least 3 events within 1m, saw 2/m);
  });

  it('exits with 1 for a rule that is not there, and says why one was refused', async () => {
    expect(await explain('', '--rule', 'nobody')).toMatchObject({ code: 1, stderr: 'vedette: no rule or correlation has the id, name or title "nobody"\n' });
    const refused = files.put('more.yml', 'title: No detection\n');
    expect((await explain('', '-r', refused, '--rule', 'no detection')).stderr).toMatch(/^vedette: the rule no detection was refused: \S+more\.yml/);
    expect((await explain('', '--rule', 'x', '--group', 'y')).code).toBe(2);
    expect((await explain('', '--rule', 'x', '--line', '0')).code).toBe(2);
  });
});
