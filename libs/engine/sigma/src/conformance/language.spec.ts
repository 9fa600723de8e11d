import { compileRules } from '../compile/compiled-rules';
import { applyFilters } from '../filters/apply-filters';
import { loadRules } from '../parse/load-rules';
import { PlainRules } from '../plain/plain-rules';
import { builtInRouting } from '../routing/built-in-routing';
import { normalise } from '../taxonomy/normalise';
import { conditionCases } from './condition-cases';
import type { ConformanceCase } from './conformance-case';
import { filterCases } from './filter-cases';
import { modifierCases } from './modifier-cases';
import { routingCases } from './routing-cases';
import { valueCases } from './value-cases';

function documentOf({ detection, logsource = '{product: acme}', more }: ConformanceCase): string {
  return `title: case\nid: case\nname: case_name\nlogsource: ${logsource}\ndetection: ${detection}\n${more ? `---\n${more}` : ''}`;
}

/** What both engines say of each event. */
function verdicts(one: ConformanceCase, events: ConformanceCase['matches']): (readonly [boolean, boolean])[] {
  const { rules, filters, refused } = loadRules([{ origin: 'case', text: documentOf(one) }], { placeholders: one.placeholders });
  expect(refused).toEqual([]);
  const filtered = applyFilters(rules, filters);
  const compiled = compileRules(filtered);
  const plain = new PlainRules(filtered, builtInRouting);
  return events.map((fields) => {
    const event = one.logsource ? normalise({ ...fields }) : { fields, kind: 'acme/log' };
    return [compiled.evaluate(event).length === 1, plain.evaluate(event).length === 1];
  });
}

const chapters = { modifiers: modifierCases, values: valueCases, conditions: conditionCases, filters: filterCases, routing: routingCases };

describe("the specification's language", () => {
  const tally = new Map<string, { cases: number; passed: number }>();

  afterAll(() => {
    const rows = [...tally].map(([construct, { cases, passed }]) => `${construct.padEnd(48)} ${String(cases).padStart(5)} ${String(passed).padStart(6)}`);
    const total = [...tally.values()].reduce((sum, { cases, passed }) => ({ cases: sum.cases + cases, passed: sum.passed + passed }), { cases: 0, passed: 0 });
    process.stdout.write(`Sigma language: construct                        cases passed\n${rows.join('\n')}\n${'all'.padEnd(48)} ${String(total.cases).padStart(5)} ${String(total.passed).padStart(6)}\n`);
  });

  describe.each(Object.entries(chapters))('%s', (chapter, cases) => {
    it.each(cases)('$construct ($section): $detection', (one) => {
      const key = `${chapter}: ${one.construct}`;
      const counted = tally.get(key) ?? { cases: 0, passed: 0 };
      tally.set(key, counted);
      counted.cases++;
      expect({ matches: verdicts(one, one.matches), not: verdicts(one, one.not) }).toEqual({ matches: one.matches.map(() => [true, true]), not: one.not.map(() => [false, false]) });
      counted.passed++;
    });
  });
});
