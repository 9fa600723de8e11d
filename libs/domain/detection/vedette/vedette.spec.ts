import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Correlator, loadCorrelations, standaloneRules } from '@vedette/correlation';
import { builtInRouting, compileRules, lintText, loadRules, normalise } from '@vedette/sigma';
import { describeWithData } from '@vedette/testing';

interface CaseEvents {
  /** Seconds. */
  readonly at: number;
  readonly repeat?: number;
  readonly every?: number;
  /** `{n}` in a text becomes the number of the repetition. */
  readonly event: unknown;
}
interface Case {
  readonly what: string;
  readonly events: readonly CaseEvents[];
}
interface Cases {
  readonly fires: readonly Case[];
  readonly silent: readonly Case[];
}

const names = readdirSync(__dirname).filter((file) => file.endsWith('.yml')).map((file) => file.replace(/\.yml$/, ''));
const texts = names.map((name) => ({ origin: `${name}.yml`, text: readFileSync(path.join(__dirname, `${name}.yml`), 'utf8') }));
const loaded = loadRules(texts);
const correlated = loadCorrelations(loaded.correlations, loaded.rules);
const compiled = compileRules(loaded.rules, { routing: builtInRouting });
const alerting = standaloneRules(loaded.rules, correlated.correlations);
const all = [...loaded.rules, ...correlated.correlations];
const shown = all.filter(({ id }) => alerting.has(id));
const start = 1_770_000_000_000;

/** The whole pack at work, so that a case also says which of the other rules stay out of it. */
function fired({ events }: Case): Set<string> {
  const correlator = new Correlator(correlated.correlations);
  const timed = events
    .flatMap(({ at, repeat = 1, every = 0, event }) => Array.from({ length: repeat }, (_, n) => ({ at: start + (at + n * every) * 1_000, text: JSON.stringify(event).replaceAll('{n}', String(n)) })))
    .sort((a, b) => a.at - b.at);
  const origins = timed.flatMap(({ at, text }, index) => {
    const event = normalise(JSON.parse(text));
    const hits = compiled.evaluate(event);
    const matches = [...correlator.advance(at), ...hits.flatMap((rule) => correlator.push({ ruleId: rule.id, at, fields: event.fields, ref: `e${index}` }))];
    return [...hits.map(({ id }) => id), ...matches.map(({ ruleId }) => ruleId)];
  });
  return new Set(shown.filter(({ id }) => origins.includes(id)).map(({ origin }) => origin.replace(/\.yml.*$/, '')));
}

const cases = (name: string): Cases => JSON.parse(readFileSync(path.join(__dirname, `${name}.cases.json`), 'utf8'));
const list = (kind: keyof Cases) => names.flatMap((name) => cases(name)[kind].map((one) => ({ name, what: one.what, one })));

describe('the rules about ourselves', () => {
  it('load and compile whole, one that alerts in each file', () => {
    expect([...loaded.refused, ...correlated.refused, ...compiled.refused]).toEqual([]);
    expect(shown.map(({ origin }) => origin.replace(/\.yml.*$/, '')).sort()).toEqual([...names].sort());
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it.each(texts)('$origin is valid Sigma, without a warning', ({ origin, text }) => {
    expect(lintText({ origin, text }).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it.each(list('fires'))('$name fires on: $what', ({ name, one }) => {
    expect([...fired(one)]).toEqual([name]);
  });

  it.each(list('silent'))('$name stays quiet on: $what', ({ name, one }) => {
    expect(fired(one)).not.toContain(name);
  });

  it.each(shown.map((rule) => [rule.origin, rule] as const))('%s says who wrote it, what it means, how bad it is and when it is wrong', (_, rule) => {
    expect(rule).toMatchObject({ author: 'Vedette', licence: 'Apache-2.0', status: 'experimental' });
    expect(rule.description?.length).toBeGreaterThan(60);
    expect(rule.tags.some((tag) => /^attack\.t\d{4}/.test(tag))).toBe(true);
    expect(rule.falsePositives.length).toBeGreaterThan(0);
    expect(['low', 'medium', 'high', 'critical']).toContain(rule.level);
  });

  it('have cases for and against, each', () => {
    for (const name of names) expect([cases(name).fires.length > 0, cases(name).silent.length > 2]).toEqual([true, true]);
  });
});

describeWithData('the tags of the rules about ourselves', 'intel/enterprise-attack-18.1.json.gz', (file) => {
  it('name techniques that ATT&CK 18.1 knows and has not withdrawn', () => {
    const bundle: { objects: { type: string; revoked?: boolean; x_mitre_deprecated?: boolean; external_references?: { external_id?: string }[] }[] } =
      JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
    const known = new Set(
      bundle.objects
        .filter((object) => object.type === 'attack-pattern' && !object.revoked && !object.x_mitre_deprecated)
        .map((object) => `attack.${object.external_references?.[0]?.external_id?.toLowerCase()}`),
    );
    expect(all.flatMap(({ tags }) => tags.filter((tag) => /^attack\.t\d/.test(tag) && !known.has(tag)))).toEqual([]);
  });
});
