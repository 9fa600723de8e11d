import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithData } from '@vedette/testing';
import { loadRules } from '../parse/load-rules';
import { modifierCases } from './modifier-cases';

describeWithData("the specification's own list of modifiers", 'sigma/spec/specification/sigma-appendix-modifiers.md', (file) => {
  const listed = [...readFileSync(file, 'utf8').matchAll(/^\s*- `(\w+)`:/gm)].map((found) => found[1] ?? '');

  it('has a case for each', () => {
    const covered = new Set(modifierCases.flatMap(({ detection }) => [...detection.matchAll(/\|(\w+)/g)].map((found) => found[1])));
    expect(listed.length).toBeGreaterThan(25);
    expect(listed.filter((modifier) => !covered.has(modifier))).toEqual([]);
  });

  it("loads the specification's examples of rules and filters, or says why not", () => {
    const folder = path.join(path.dirname(file), '../tests/schema');
    const texts = ['rules/rule_1.yml', 'filter/filter_1.yml'].map((name) => ({ origin: name, text: readFileSync(path.join(folder, name), 'utf8') }));
    const { rules, filters, refused } = loadRules(texts);
    expect(refused).toEqual([]);
    expect([rules.length, filters.length]).toEqual([1, 1]);
    // These two are written for ECS, which an engine must either know or refuse.
    const ecs = ['rules/rule_ecs.yml', 'filter/filter_ecs.yml'].map((name) => ({ origin: name, text: readFileSync(path.join(folder, name), 'utf8') }));
    expect(loadRules(ecs).refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('taxonomy "ecs"'), expect.stringContaining('taxonomy "ecs"')]);
  });
});
