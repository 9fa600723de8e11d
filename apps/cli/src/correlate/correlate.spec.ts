import { dateFrom } from '@vedette/kernel';
import { FilesOfTest, failedLogon, failure, manyFailures, ndjson, run, whoami } from '../fixtures/rule-files';
import { sigma } from '../fixtures/vedette';

const files = new FilesOfTest();
const id = '33333333-3333-4333-8333-333333333333';

async function correlate(rules: string, events: string, ...flags: string[]): Promise<{ code: number; stderr: string; matches: Record<string, unknown>[] }> {
  const { code, stdout, stderr } = await sigma(['correlate', '-r', files.put('rules.yml', rules), '-e', files.put('events', events), ...flags]);
  return { code, stderr, matches: stdout.split('\n').filter(Boolean).map((line): Record<string, unknown> => JSON.parse(line)) };
}

const burst = `${failedLogon}---\n${manyFailures}`;

describe('vedette sigma correlate', () => {
  it('prints each match with its event, group, value, times and evidence', async () => {
    const { code, matches } = await correlate(burst, ndjson(failure(0), run('x'), failure(10), failure(20), failure(30)));
    expect(code).toBe(0);
    const shared = { ruleId: id, group: { IpAddress: '203.0.113.9' }, firstAt: '2026-01-01T00:00:00.000Z' };
    expect(matches).toEqual([
      { ...shared, line: 4, value: 3, lastAt: '2026-01-01T00:00:20.000Z', opens: true, lines: [1, 3, 4] },
      { ...shared, line: 5, value: 4, lastAt: '2026-01-01T00:00:30.000Z', opens: false, lines: [1, 3, 4, 5] },
    ]);
  });

  it('takes events in the order of their times, as late as it is told, and says what came later', async () => {
    const events = ndjson(failure(120), failure(100), failure(110));
    expect((await correlate(burst, events)).matches).toHaveLength(1);
    const strict = await correlate(burst, events, '--lateness', '5s');
    expect(strict.matches).toEqual([]);
    expect(strict.stderr).toMatch(/^lost +2 hits came more than 5s behind the newest: raise --lateness, or --sort$/m);
  });

  it('puts a whole file in order when asked', async () => {
    const hits = [0, 10, 20, 86_400 * 3, 86_400 * 3 + 5, 86_400 * 3 + 6].map((at) => ({ ...failure(0), TimeCreated: dateFrom(Date.UTC(2026, 0, 1) + at * 1_000).toISOString() }));
    const inOrder = await correlate(burst, ndjson(...hits), '--sort');
    const backwards = await correlate(burst, ndjson(...[...hits].reverse()), '--sort');
    expect(inOrder.matches.map(({ lines }) => lines)).toEqual([[1, 2, 3], [4, 5, 6]]);
    expect(backwards.matches.map(({ lines }) => lines)).toEqual([[6, 5, 4], [3, 2, 1]]);
    expect(backwards.stderr).not.toContain('lost');
    expect((await correlate(burst, ndjson(...[...hits].reverse()))).stderr).toContain('lost');
  });

  it('measures, groups and renames the same when sorted', async () => {
    const rules = `${failedLogon}---\ntitle: c\nid: c\ncorrelation:\n  type: value_count\n  rules: [failed_logon]\n  group-by: [who]\n  aliases:\n    who:\n      failed_logon: Target.Name\n  timespan: 1m\n  condition:\n    field: IpAddress\n    gte: 2\n`;
    const events = ndjson(...['203.0.113.9', '203.0.113.10'].map((address, at) => ({ ...failure(at, address), Target: { Name: 'Ann' } })));
    const [plain, sorted] = [await correlate(rules, events), await correlate(rules, events, '--sort')];
    expect(plain.matches).toHaveLength(1);
    expect(sorted.matches).toEqual(plain.matches);
  });

  it('says how many events had no time that can be read', async () => {
    const { TimeCreated: _, ...untimed } = failure(0) as Record<string, unknown>;
    const { stderr } = await correlate(burst, ndjson(untimed, failure(1)), '--json');
    expect(JSON.parse(stderr)).toMatchObject({ hits: 2, losses: { untimed: 1, late: 0 } });
  });

  it('decides at the end of the file what waited for an event that never came', async () => {
    const absence = `title: Failed and not gone on\nid: 44444444-4444-4444-8444-444444444444\ncorrelation:\n  type: temporal\n  rules:\n    - failed_logon\n    - whoami_run\n  timespan: 1h\n  condition: failed_logon and not whoami_run\n`;
    const rules = `${failedLogon}---\n${whoami}---\n${absence}`;
    const { matches } = await correlate(rules, ndjson(run('C:\\calc.exe'), failure(0)));
    expect(matches.map(({ line, ruleId }) => [line, ruleId])).toEqual([[2, '44444444-4444-4444-8444-444444444444']]);
    const came = { ...run('C:\\whoami.exe'), TimeCreated: '2026-01-01T00:10:00Z' };
    expect((await correlate(rules, ndjson(failure(0), came))).matches).toEqual([]);
  });

  it('prints correlations that are parts of others only when asked', async () => {
    const chained = `${burst}---\ntitle: Failures from two addresses\nid: 55555555-5555-4555-8555-555555555555\ncorrelation:\n  type: value_count\n  rules:\n    - many_failures\n  timespan: 10m\n  condition:\n    field: IpAddress\n    gte: 2\n`;
    const events = ndjson(...[0, 1, 2].map((at) => failure(at)), ...[10, 11, 12].map((at) => failure(at, '203.0.113.10')));
    expect((await correlate(chained, events)).matches.map(({ line, ruleId }) => [line, ruleId])).toEqual([[6, '55555555-5555-4555-8555-555555555555']]);
    expect((await correlate(chained, events, '--all')).matches).toHaveLength(3);
  });

  it('fails on a match when asked to, and when there is no correlation', async () => {
    expect((await correlate(burst, ndjson(failure(0), failure(1), failure(2)), '--fail-on-match')).code).toBe(3);
    const none = await correlate(failedLogon, ndjson(failure(0)));
    expect(none.code).toBe(1);
    expect(none.stderr).toBe('vedette: there are no correlations among the rules\n');
    expect((await correlate(burst, '', '--lateness', 'soon')).code).toBe(2);
  });

  it('asks only the rules that correlations refer to', async () => {
    const { stderr } = await correlate(`${burst}---\n${whoami}`, ndjson(failure(0)));
    expect(stderr).toMatch(/^loaded +2 rules, 1 correlation in .*; 1 of the rules needed$/m);
  });
});
