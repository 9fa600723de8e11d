import { actorOf } from '../fixtures/actor-of';
import { mshtaRule, nestedProcessCreation, processCreation, whoamiRule } from '../fixtures/windows-events';
import { RuleStage } from '../testing/rule-stage';
import { RuleTests } from './rule-tests';

const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';

let stage: RuleStage;
let tests: RuleTests;

beforeAll(async () => {
  stage = await RuleStage.open();
  tests = new RuleTests({ database: stage.db.database, clock: stage.clock });
});
afterAll(() => stage?.close());
beforeEach(() => stage.begin({ 'mshta.yml': mshtaRule, 'whoami.yml': whoamiRule }));

const attack = { name: 'the attack', event: processCreation(0), matches: true };
const quiet = { name: 'a local page', event: processCreation(0, { CommandLine: 'mshta.exe C:\\a.hta' }), matches: false };

describe('the tests of a rule', () => {
  it('are kept with it, one of each name, and can be taken away', async () => {
    const { acme } = stage;
    await tests.save(acme, MSHTA, attack);
    await tests.save(acme, MSHTA, quiet);
    await tests.save(acme, MSHTA, { ...attack, matches: false });
    expect((await tests.list(acme, MSHTA)).map(({ name, matches }) => [name, matches])).toEqual([['a local page', false], ['the attack', false]]);
    await tests.remove(acme, MSHTA, 'the attack');
    expect(await tests.list(acme, MSHTA)).toMatchObject([{ name: 'a local page', event: quiet.event, savedBy: 'system:test' }]);
    await expect(tests.remove(acme, MSHTA, 'the attack')).rejects.toMatchObject({ code: 'rule_test.not_found' });
  });

  it('run against a text before it is saved, and say why', async () => {
    const { acme } = stage;
    await tests.save(acme, MSHTA, attack);
    await tests.save(acme, MSHTA, quiet);
    const { results } = await tests.run(acme, { yaml: mshtaRule });
    expect(results.map(({ name, passed, matched }) => [name, passed, matched])).toEqual([['a local page', true, false], ['the attack', true, true]]);
    const narrowed = await tests.run(acme, { yaml: mshtaRule.replace('contains: http', 'contains: https') });
    expect(narrowed.results).toMatchObject([{ passed: true }, { name: 'the attack', passed: false, matched: false }]);
    expect(narrowed.results[1]?.why.join('\n')).toContain('CommandLine|contains: https');
  });

  it('take events in every form that the stream takes, with its verdict', async () => {
    const events = [processCreation(stage.now()), nestedProcessCreation(stage.now()), { a: 1 }, processCreation(stage.now(), { Image: 'C:\\x\\notmshta.exe' })];
    const { results } = await tests.run(stage.acme, { yaml: mshtaRule, tests: events.map((event, n) => ({ name: `${n}`, event, matches: true })) });
    for (const [n, event] of events.entries()) {
      const [fired] = await stage.send(stage.acme, event);
      expect(results[n]?.matched).toBe(fired !== undefined);
      await stage.closeAll(stage.acme, 'benign');
    }
    expect(results.map(({ matched }) => matched)).toEqual([true, true, false, false]);
  });

  it('do not run against a text that cannot, which says where', async () => {
    const { findings, results } = await tests.run(stage.acme, { yaml: mshtaRule.replace('tool and remote', 'tool and'), tests: [attack] });
    expect(results).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ severity: 'error', line: expect.any(Number) }));
  });

  it.each([
    ['no name', { ...attack, name: ' ' }, 'rule_test.malformed'],
    ['a list', { ...attack, event: [1] }, 'rule_test.malformed'],
    ['nothing', { ...attack, event: null }, 'rule_test.malformed'],
    ['too much', { ...attack, event: { a: 'x'.repeat(70_000) } }, 'rule_test.malformed'],
    ['depths', { ...attack, event: JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`) as unknown }, 'rule_test.malformed'],
    ['more depths', { ...attack, event: JSON.parse(`${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`) as unknown }, 'rule_test.malformed'],
  ])('are refused for %s', async (_what, test, code) => {
    await expect(tests.save(stage.acme, MSHTA, test)).rejects.toMatchObject({ code });
    await expect(tests.run(stage.acme, { yaml: mshtaRule, tests: [test] })).rejects.toMatchObject({ code });
  });

  it('take what a hostile event holds', async () => {
    const event = JSON.parse('{"__proto__":{"polluted":1},"a\\u0000":"\\ud800","Image":null}') as unknown;
    await tests.save(stage.acme, MSHTA, { name: 'odd\u0000', event, matches: false });
    expect((await tests.run(stage.acme, { yaml: mshtaRule })).results).toMatchObject([{ name: 'odd', passed: true }]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('are a hundred at most, of rules that are there', async () => {
    const { acme } = stage;
    for (let n = 0; n < 100; n++) await tests.save(acme, MSHTA, { ...quiet, name: `t${n}` });
    await expect(tests.save(acme, MSHTA, { ...quiet, name: 'one more' })).rejects.toMatchObject({ code: 'rule_test.too_many' });
    await expect(tests.save(acme, 'nobody', quiet)).rejects.toMatchObject({ code: 'rule.not_found' });
    expect(await tests.list(acme, MSHTA)).toHaveLength(100);
  });
});

describe('whoever may not change rules', () => {
  it('may run tests and save none', async () => {
    const viewer = actorOf(stage.acme, ['rule:read']);
    expect((await tests.run(viewer, { yaml: mshtaRule, tests: [attack] })).results).toMatchObject([{ passed: true }]);
    await expect(tests.save(viewer, MSHTA, attack)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(tests.remove(viewer, MSHTA, 'x')).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('another tenant', () => {
  it('cannot list, run or remove them', async () => {
    const { acme, globex } = stage;
    await tests.save(acme, MSHTA, attack);
    expect(await tests.list(globex, MSHTA)).toEqual([]);
    expect((await tests.run(globex, { yaml: mshtaRule })).results).toEqual([]);
    await expect(tests.remove(globex, MSHTA, attack.name)).rejects.toMatchObject({ code: 'rule_test.not_found' });
    await tests.save(globex, MSHTA, { ...attack, matches: false });
    expect(await tests.list(acme, MSHTA)).toMatchObject([{ matches: true }]);
  });
});
