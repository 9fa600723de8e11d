import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { sigma } from '../fixtures/vedette';

function lines<T>(file: string): T[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
}

interface SharedRule {
  readonly id: string;
  readonly path: string;
  readonly collection: string;
  readonly pysigma: string;
}

describeWithData('vedette sigma match on real events', 'sigma/rules.ndjson.gz', (rules) => {
  const at = (relative: string): string => path.join(path.dirname(rules), '..', relative);
  const shared = lines<SharedRule>(rules);
  // The labels were made without the rules that SigmaHQ has withdrawn.
  const judged = new Set(shared.filter(({ collection }) => collection !== 'deprecated' && collection !== 'unsupported').map(({ id }) => id));

  /** `line ruleId` of each match, of the rules that labels know. */
  async function pairs(events: string, ...flags: string[]): Promise<{ pairs: string[]; report: Record<string, unknown> }> {
    const { code, stdout, stderr } = await sigma(['match', '--rules', rules, '--events', events, '--json', '--refused', 'all', ...flags]);
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    const matches = stdout.split('\n').filter(Boolean).map((line): { line: number; ruleId: string } => JSON.parse(line));
    return { pairs: matches.filter(({ ruleId }) => judged.has(ruleId)).map(({ line, ruleId }) => `${line} ${ruleId}`), report: JSON.parse(stderr) };
  }

  it.each([
    ['the built-in routing', []],
    ["SigmaHQ's mapping", ['--routing', at('sigma/logsource-thor.yml')]],
  ])('finds the 866 pairs of the evtx recordings, with %s', async (_name, flags) => {
    const events = at('sigma/evtx-events.ndjson.gz');
    const expected = lines<{ rules: string[] }>(events).flatMap(({ rules: ids }, index) => ids.map((id) => `${index + 1} ${id}`));
    const found = await pairs(events, ...flags);
    expect(expected).toHaveLength(866);
    expect(found.pairs).toEqual(expect.arrayContaining(expected));
    // The same six as in engine/sigma's conformance suite, which says what they are.
    expect(found.pairs.length).toBeLessThanOrEqual(872);
    expect(found.report).toMatchObject({ events: 15_938, badLines: 0, interrupted: false });
  });

  it('loads every rule that is one, and says why and where of the others', async () => {
    const { report } = await pairs(at('events/cloudtrail.ndjson.gz'));
    const refused = report['refused'] as { origin: string; reason: string; line?: number }[];
    const expected = shared.filter(({ pysigma }) => pysigma !== 'ok').map(({ path: origin }) => origin);
    expect(report).toMatchObject({ rulesLoaded: 2_743, rulesRefused: 43 });
    expect(refused.map(({ origin }) => origin).sort()).toEqual(expected.sort());
    expect(refused.filter(({ reason, line }) => reason === '' || line === undefined)).toEqual([]);
  });

  it('finds the 19 pairs of the CloudTrail recordings', async () => {
    const events = at('events/cloudtrail.ndjson.gz');
    const expected = lines<{ rules: string[] }>(events).flatMap(({ rules: ids }, index) => ids.map((id) => `${index + 1} ${id}`));
    expect(expected).toHaveLength(19);
    expect((await pairs(events)).pairs).toEqual(expected);
  });

  it('finds what is expected in a recording of raw Windows events', async () => {
    const manifest = lines<{ file: string; expected: [number, string[]][] }>(at('events/mordor-manifest.ndjson.gz'));
    const recording = manifest.find(({ file }) => file.startsWith('empire_wdigest_downgrade'));
    const expected = recording?.expected.flatMap(([index, ids]) => ids.map((id) => `${index + 1} ${id}`)) ?? [];
    expect(expected.length).toBeGreaterThan(50);
    const found = await pairs(at(`events/mordor/${recording?.file.replace(/\.json$/, '.ndjson.gz')}`));
    expect(found.pairs).toEqual(expect.arrayContaining(expected));
  });
});
