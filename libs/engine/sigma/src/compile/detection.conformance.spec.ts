import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { loadRules } from '../parse/load-rules';
import { builtInRouting } from '../routing/built-in-routing';
import { parseRouting } from '../routing/parse-routing';
import type { SigmaRule } from '../parse/sigma-rule';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { normalise } from '../taxonomy/normalise';
import type { CompiledRules } from './compiled-rules';
import { compileRules } from './compiled-rules';

function lines<T>(file: string): T[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
}

interface Tally {
  found: number;
  missed: number;
  /** Matches that the labels do not have, and that docs/detection-accuracy.md explains. */
  extra: number;
  unexplained: string[];
}

const none = (): Tally => ({ found: 0, missed: 0, extra: 0, unexplained: [] });

/** What the gate through which the labels were made could not see: all of these are matches by the rules' own words. */
function isExplained({ fields }: NormalisedEvent, { logsource, detection }: SigmaRule): boolean {
  if (fields['Channel'] === 'DNS Server') return logsource.service === 'dns-server';
  if (fields['Channel'] === 'security') return true;
  return fields['MandatoryLabel'] !== undefined && JSON.stringify(detection).includes('IntegrityLevel: S-1-16-');
}

function count(engine: CompiledRules, judged: ReadonlySet<string>, event: unknown, expected: readonly string[], tally: Tally): void {
  const seen = normalise(event);
  const got = engine.evaluate(seen);
  for (const id of expected) tally[got.some((rule) => rule.id === id) ? 'found' : 'missed']++;
  for (const rule of got) {
    if (!judged.has(rule.id) || expected.includes(rule.id)) continue;
    if (isExplained(seen, rule)) tally.extra++;
    else tally.unexplained.push(`${rule.title}: ${JSON.stringify(engine.explain(rule, seen))}`);
  }
}

function report(title: string, tally: Tally): Tally {
  console.log(`${title}: found ${tally.found}, missed ${tally.missed}, extra ${tally.extra} explained and ${tally.unexplained.length} not`);
  return tally;
}

interface SharedRule {
  readonly id: string;
  readonly path: string;
  readonly collection: string;
  readonly yaml: string;
}

interface Regression {
  readonly rule_id: string;
  readonly min_matches: number;
  readonly events: unknown[];
  readonly raw_events: unknown[];
  readonly matching_events: number[];
  readonly also_matches: string[][];
}

describeWithData('detection on real events', 'sigma/rules.ndjson.gz', (file) => {
  const at = (relative: string): string => path.join(path.dirname(file), '..', relative);
  const shared = lines<SharedRule>(file);
  const { rules } = loadRules(shared.map(({ path: origin, yaml }) => ({ origin, text: yaml })));
  // The labels were made without the rules that SigmaHQ has withdrawn.
  const judged = new Set(shared.filter(({ collection }) => collection !== 'deprecated' && collection !== 'unsupported').map(({ id }) => id));
  const thor = parseRouting(readFileSync(at('sigma/logsource-thor.yml'), 'utf8'));

  describe.each([
    ["SigmaHQ's mapping", compileRules(rules, { routing: thor }), { evtx: 0, mordor: 6 }],
    ['our own routing', compileRules(rules, { routing: builtInRouting }), { evtx: 6, mordor: 9 }],
  ])('with %s', (name, engine, extra) => {
    const cases = lines<Regression>(at('sigma/regression.ndjson.gz'));

    it.each(['events', 'raw_events'] as const)('passes every regression case on its %s', (form) => {
      const failed = cases.filter((each) => each[form].filter((event) => engine.evaluate(normalise(event)).some((rule) => rule.id === each.rule_id)).length < each.min_matches);
      const tally = none();
      for (const each of cases) each[form].forEach((event, i) => count(engine, judged, event, each.also_matches[i] ?? [], tally));
      report(`regression ${form}, ${name}: ${cases.length - failed.length} of ${cases.length} cases`, tally);
      expect(failed.map(({ rule_id }) => rule_id)).toEqual([]);
      expect(tally).toEqual({ ...none(), found: 170 });
    });

    it('flattens raw events so that exactly the labelled ones match', () => {
      for (const each of cases) {
        const matching = each.raw_events.flatMap((event, i) => (engine.evaluate(normalise(event)).some((rule) => rule.id === each.rule_id) ? [i] : []));
        expect(matching).toEqual(each.matching_events);
      }
    });

    it('finds all 866 pairs in the evtx recordings', () => {
      const tally = none();
      for (const { event, rules: expected } of lines<{ event: unknown; rules: string[] }>(at('sigma/evtx-events.ndjson.gz'))) count(engine, judged, event, expected, tally);
      report(`evtx, ${name}`, tally);
      expect(tally).toEqual({ ...none(), found: 866, extra: extra.evtx });
    }, 120_000);

    it('finds every labelled pair in the OTRF recordings', () => {
      const tally = none();
      const manifest = lines<{ file: string; expected?: [number, string[]][] }>(at('events/mordor-manifest.ndjson.gz'));
      for (const { file: name, expected = [] } of manifest) {
        const labels = new Map(expected);
        const events = lines<unknown>(at(`events/mordor/${name.replace(/\.json$/, '')}.ndjson.gz`));
        events.forEach((event, i) => count(engine, judged, event, labels.get(i) ?? [], tally));
      }
      report(`mordor, ${name}`, tally);
      expect(tally).toEqual({ ...none(), found: 581, extra: extra.mordor });
    }, 120_000);

    it('finds every labelled pair in CloudTrail', () => {
      const tally = none();
      for (const { event, rules: expected } of lines<{ event: unknown; rules: string[] }>(at('events/cloudtrail.ndjson.gz'))) count(engine, judged, event, expected, tally);
      report(`cloudtrail, ${name}`, tally);
      expect(tally).toEqual({ ...none(), found: 19 });
    });
  });
});
