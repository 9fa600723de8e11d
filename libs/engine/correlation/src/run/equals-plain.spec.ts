import type { CorrelationType } from '../parse/correlation-rule';
import { correlationTypes } from '../parse/correlation-rule';
import { PlainCorrelator } from '../plain/plain-correlator';
import type { GeneratedStream } from '../fixtures/generated-stream';
import { generatedStream } from '../fixtures/generated-stream';
import { Seeded } from '../fixtures/seeded';
import type { CorrelationMatch } from './correlation-match';
import { Correlator } from './correlator';

const streamsOfEachType = 300;
/** Long after everything that waits. */
const end = 100_000;

type Said = Pick<CorrelationMatch, 'ruleId' | 'at' | 'group' | 'ref'>;

function said(matches: readonly Said[]): string[] {
  return matches.map(({ ruleId, at, group, ref }) => `${ruleId} at ${at} for ${JSON.stringify(group).toLowerCase()} by ${ref}`).sort();
}

function streamed({ correlations, events, latenessMs }: GeneratedStream, cuts: Seeded | null): CorrelationMatch[] {
  let correlator = new Correlator(correlations, { latenessMs });
  const out: CorrelationMatch[] = [];
  for (const hits of events) {
    for (const hit of hits) {
      // Being asked why changes nothing.
      if (cuts?.chance(0.2)) for (const { id } of correlations) correlator.explain(id);
      if (cuts?.chance(0.2)) correlator = Correlator.restore(correlations, JSON.parse(JSON.stringify(correlator.snapshot())), { latenessMs });
      out.push(...correlator.push(hit));
    }
  }
  out.push(...correlator.advance(end));
  expect(correlator.losses()).toEqual({ late: 0, untimed: 0, ahead: 0, groups: 0, values: 0, unmeasured: expect.any(Number) });
  return out;
}

describe('the correlator', () => {
  const tally: { type: CorrelationType; streams: number; matches: number }[] = [];
  afterAll(() => console.log(['equal to the plain correlator: type | streams | matches', ...tally.map(({ type, streams, matches }) => `${type} | ${streams} | ${matches}`)].join('\n')));

  it.each(correlationTypes.map((type, index) => ({ type, index })))(`says of ${streamsOfEachType} streams of $type exactly what going through every window says`, ({ type, index }) => {
    let matches = 0;
    for (let seed = 0; seed < streamsOfEachType; seed++) {
      const stream = generatedStream(new Seeded(index * 100_000 + seed), type);
      const expected = said(new PlainCorrelator(stream.correlations).matches(stream.events.flat()));
      expect({ seed, said: said(streamed(stream, null)) }).toEqual({ seed, said: expected });
      matches += expected.length;
    }
    tally.push({ type, streams: streamsOfEachType, matches });
    expect(matches).toBeGreaterThan(streamsOfEachType);
  });

  it('continues from a snapshot taken anywhere as if it had never stopped', () => {
    for (const [index, type] of correlationTypes.entries()) {
      for (let seed = 0; seed < 60; seed++) {
        const stream = generatedStream(new Seeded(5_000_000 + index * 1_000 + seed), type);
        expect(streamed(stream, new Seeded(seed))).toEqual(streamed(stream, null));
      }
    }
  });

  it('measures what going through every window measures, once verdicts wait for all events', () => {
    for (const type of ['event_count', 'value_count', 'value_sum', 'value_avg', 'value_percentile', 'value_median'] as const) {
      for (let seed = 0; seed < 60; seed++) {
        const stream = generatedStream(new Seeded(9_000_000 + seed), type);
        const settled = stream.correlations.map((rule) => (rule.condition.kind === 'threshold' ? { ...rule, condition: { ...rule.condition, bounds: [{ op: 'neq' as const, value: -1_000 }] } } : rule));
        const values = (matches: readonly { ruleId: string; ref: string; at: number; value: number }[]): string[] => matches.filter(({ ruleId }) => ruleId === settled.at(-1)?.id).map(({ ruleId, ref, at, value }) => `${ruleId} ${ref} ${at} = ${value}`).sort();
        expect(values(streamed({ ...stream, correlations: settled }, null))).toEqual(values(new PlainCorrelator(settled).matches(stream.events.flat())));
      }
    }
  });
});
