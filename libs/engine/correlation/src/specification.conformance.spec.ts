import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithData } from '@vedette/testing';
import type { CorrelationDocument } from '@vedette/sigma';
import { compileRules, isMap, loadRules, normalise } from '@vedette/sigma';
import type { SpecificationCase } from './fixtures/specification-cases';
import { specificationCases } from './fixtures/specification-cases';
import type { CorrelationType } from './parse/correlation-rule';
import { loadCorrelations } from './parse/load-correlations';
import { Correlator } from './run/correlator';

const detection = (id: string): string => `---\ntitle: stand-in\nid: ${id}\nname: ${id}\nlogsource: {product: acme}\ndetection:\n  s: {a: b}\n  condition: s\n`;

function referred({ yaml }: CorrelationDocument): string[] {
  const correlation = yaml.get('correlation');
  const rules = isMap(correlation) ? correlation.get('rules') : undefined;
  return Array.isArray(rules) ? rules.map(String) : [];
}

/** An example with stand-ins for the rules that it refers to and does not hold. */
function loadExample(text: string) {
  const alone = loadRules([{ origin: 'example', text }]);
  const wanted = [...new Set(alone.correlations.flatMap(referred))];
  const { rules, correlations } = loadRules([{ origin: 'example', text: `${text}\n${wanted.map(detection).join('')}` }]);
  return { wanted, ...loadCorrelations(correlations, rules) };
}

describeWithData("the specification's correlations", 'sigma/spec/specification/sigma-correlation-rules-specification.md', (file) => {
  const specification = readFileSync(file, 'utf8');
  const blocks = [...specification.matchAll(/```ya?ml\n([\s\S]*?)```/g)].map((found) => found[1] ?? '').filter((text) => /^correlation:\n\s+type:/m.test(text));
  const folder = path.join(path.dirname(file), '../tests/schema/correlation');
  const textOf = (example: string): string => {
    if (example.startsWith('title:')) return example;
    if (example.endsWith('.yml')) return readFileSync(path.join(folder, example), 'utf8');
    const block = blocks.find((text) => text.includes(example)) ?? '';
    return block.startsWith('title:') ? block : `title: example\n${block}`;
  };
  const tally = new Map<CorrelationType, { cases: number; passed: number }>();
  afterAll(() => console.log(['the specification\'s correlations: type | cases | passed', ...[...tally].map(([type, { cases, passed }]) => `${type} | ${cases} | ${passed}`)].join('\n')));

  function run({ example, events }: SpecificationCase): number {
    const { wanted, correlations, refused } = loadExample(textOf(example));
    expect(refused).toEqual([]);
    const correlator = new Correlator(correlations);
    const hits = events.flatMap(({ rule = 0, at, repeat = 1, every = 0, fields }, index) =>
      Array.from({ length: repeat }, (_, n) => ({ ruleId: wanted[rule] ?? '', at: (at + n * every) * 1_000, fields: fields(n), ref: `${index}-${n}` })),
    );
    const matches = hits.sort((a, b) => a.at - b.at).flatMap((hit) => correlator.push(hit));
    return [...matches, ...correlator.advance(1e10)].length;
  }

  it.each(specificationCases)('$type: $what', (one) => {
    const counted = tally.get(one.type) ?? { cases: 0, passed: 0 };
    tally.set(one.type, counted);
    counted.cases++;
    expect(run(one)).toBe(one.matches);
    counted.passed++;
  });

  it('load, every one of the schema tests and of the examples in the text', () => {
    const texts = [...readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8')), ...blocks.map((text) => (/^title:/m.test(text) ? text : `title: example\n${text}`))];
    expect(texts.length).toBeGreaterThanOrEqual(16);
    for (const text of texts) {
      const { correlations, refused } = loadExample(text);
      expect(refused).toEqual([]);
      expect(correlations.length).toBeGreaterThan(0);
    }
  });

  it('chain as in the example of failed logins and a successful one', () => {
    const { rules, correlations: documents } = loadRules([{ origin: 'example', text: textOf('Correlation - Multiple Failed Logins') }]);
    const { correlations } = loadCorrelations(documents, rules);
    const compiled = compileRules(rules);
    const fired = (eventIds: readonly number[], user = 'ann'): string[] => {
      const correlator = new Correlator(correlations);
      return eventIds.flatMap((EventID, index) => {
        const event = normalise({ Channel: 'Security', EventID, User: index === eventIds.length - 1 ? user : 'ann' });
        return compiled.evaluate(event).flatMap((rule) => correlator.push({ ruleId: rule.id, at: index * 1_000, fields: event.fields, ref: String(index) }).map(({ ruleId }) => ruleId));
      });
    };
    const outer = 'b180ead8-d58f-40b2-ae54-c8940995b9b6';
    const failures = Array<number>(10).fill(4625);
    expect(fired([...failures, 4624])).toContain(outer);
    expect(fired([...failures.slice(1), 4624])).not.toContain(outer);
    expect(fired([4624, ...failures])).not.toContain(outer);
    expect(fired([...failures, 4624], 'bob')).not.toContain(outer);
  });
});
