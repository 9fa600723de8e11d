import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compileRules, loadRules, normalise } from '@vedette/sigma';
import { loadCorrelations } from './parse/load-correlations';
import { standaloneRules } from './parse/standalone-rules';
import type { CorrelationMatch } from './run/correlation-match';
import { Correlator } from './run/correlator';

interface CaseEvents {
  /** Seconds. */
  readonly at: number;
  readonly repeat?: number;
  readonly every?: number;
  /** `{n}` in a text becomes the number of the repetition. */
  readonly event: unknown;
}

interface PatternCase {
  readonly what: string;
  readonly events: readonly CaseEvents[];
  /** When the clock stops, in seconds; absent: with the last event. */
  readonly until?: number;
}

interface PatternCases {
  readonly fires: readonly PatternCase[];
  readonly silent: readonly PatternCase[];
}

const folder = path.join(__dirname, '../patterns');
const names = readdirSync(folder).filter((file) => file.endsWith('.yml')).map((file) => file.replace(/\.yml$/, ''));
const start = 1_770_000_000_000;

function load(name: string) {
  const { rules, correlations: documents, refused } = loadRules([{ origin: `${name}.yml`, text: readFileSync(path.join(folder, `${name}.yml`), 'utf8') }]);
  const loaded = loadCorrelations(documents, rules);
  expect([...refused, ...loaded.refused]).toEqual([]);
  return { rules, correlations: loaded.correlations };
}

const numbered = (event: unknown, n: number): unknown => JSON.parse(JSON.stringify(event).replaceAll('{n}', String(n)));

function run(name: string, { events, until }: PatternCase): CorrelationMatch[] {
  const { rules, correlations } = load(name);
  const compiled = compileRules(rules);
  const alerting = standaloneRules(rules, correlations);
  const correlator = new Correlator(correlations);
  const timed = events.flatMap(({ at, repeat = 1, every = 0, event }) => Array.from({ length: repeat }, (_, n) => ({ at: start + (at + n * every) * 1_000, event: numbered(event, n) }))).sort((a, b) => a.at - b.at);
  const matches = timed.flatMap(({ at, event }, index) => {
    // The clock runs between the events as well.
    const normalised = normalise(event);
    return [...correlator.advance(at), ...compiled.evaluate(normalised).flatMap((rule) => correlator.push({ ruleId: rule.id, at, fields: normalised.fields, ref: `e${index}` }))];
  });
  matches.push(...correlator.advance(until === undefined ? (timed.at(-1)?.at ?? start) : start + until * 1_000));
  return matches.filter(({ ruleId }) => alerting.has(ruleId));
}

const cases = (name: string): PatternCases => JSON.parse(readFileSync(path.join(folder, `${name}.cases.json`), 'utf8'));
const list = (kind: keyof PatternCases) => names.flatMap((name) => cases(name)[kind].map((one) => ({ name, what: one.what, one })));

describe('the shipped patterns', () => {
  it.each(list('fires'))('$name fires on: $what', ({ name, one }) => {
    const matches = run(name, one);
    expect(matches.length).toBeGreaterThan(0);
    expect(matches[0]).toMatchObject({ opens: true });
    expect(matches[0]?.refs.length).toBeGreaterThan(0);
  });

  it.each(list('silent'))('$name stays quiet on: $what', ({ name, one }) => {
    expect(run(name, one)).toEqual([]);
  });

  it.each(names)('%s says who wrote it, what it means, how bad it is and when it is wrong', (name) => {
    const { rules, correlations } = load(name);
    const alerting = standaloneRules(rules, correlations);
    const shown = correlations.filter(({ id }) => alerting.has(id));
    expect(shown).toHaveLength(1);
    for (const pattern of shown) {
      expect(pattern).toMatchObject({ author: 'Vedette', licence: 'Apache-2.0', status: 'experimental' });
      expect(pattern.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(pattern.description?.length).toBeGreaterThan(20);
      expect(pattern.tags.some((tag) => /^attack\.t\d{4}/.test(tag))).toBe(true);
      expect(pattern.falsePositives.length).toBeGreaterThan(0);
      expect(['medium', 'high', 'critical']).toContain(pattern.level);
    }
  });

  it('are at least ten, each with cases for and against', () => {
    expect(names.length).toBeGreaterThanOrEqual(10);
    for (const name of names) {
      expect(cases(name).fires.length).toBeGreaterThan(0);
      expect(cases(name).silent.length).toBeGreaterThan(2);
    }
  });
});
