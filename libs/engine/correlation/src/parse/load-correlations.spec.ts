import { loadRules } from '@vedette/sigma';
import { loadCorrelations } from './load-correlations';
import { standaloneRules } from './standalone-rules';

const detection = (name: string): string => `---\ntitle: ${name}\nid: id-${name}\nname: ${name}\nlogsource: {product: acme}\ndetection:\n  s: {a: ${name}}\n  condition: s\n`;
const rules = detection('one') + detection('two') + detection('three');

function load(text: string) {
  const loaded = loadRules([{ origin: 'c.yml', text }]);
  const { correlations, refused } = loadCorrelations(loaded.correlations, loaded.rules);
  return { rules: loaded.rules, correlations, refused: [...loaded.refused, ...refused] };
}

const body = (lines: string): string => `title: t\nid: t\ncorrelation:\n${lines.split('\n').map((line) => `  ${line}`).join('\n')}\n${rules}`;
const counted = 'type: event_count\nrules: [one]\ngroup-by: [user]\ntimespan: 5m\ncondition: {gte: 3}';

function loadedCondition(lines: string) {
  const { correlations, refused } = load(body(lines));
  expect(refused).toEqual([]);
  return correlations[0];
}

describe('loadCorrelations', () => {
  it('reads what a correlation says about itself and resolves names to ids', () => {
    const { correlations, refused } = load(
      `title: Many\nid: 0e95725d-7320-415d-80f7-004da920fc11\nname: many\nstatus: test\ndescription: d\nauthor: acme\nlicense: Apache-2.0\nreferences: [https://example.org]\ntags: [attack.t1110]\nfalsepositives: [none]\nlevel: HIGH\ncorrelation:\n  type: value_count\n  rules: [one, id-two]\n  group-by: [who, host]\n  aliases:\n    who: {one: User, two: Account}\n  timespan: 90m\n  generate: true\n  condition: {field: [ip, port], gt: 3, lte: 9}\n${rules}`,
    );
    expect(refused).toEqual([]);
    expect(correlations).toEqual([
      {
        id: '0e95725d-7320-415d-80f7-004da920fc11', name: 'many', title: 'Many', status: 'test', description: 'd', author: 'acme', licence: 'Apache-2.0', references: ['https://example.org'],
        tags: ['attack.t1110'], falsePositives: ['none'], level: 'high', type: 'value_count', rules: ['id-one', 'id-two'], groupBy: ['who', 'host'], aliases: { who: { 'id-one': 'User', 'id-two': 'Account' } },
        timespanMs: 5_400_000, generate: true, origin: 'c.yml#1', condition: { kind: 'threshold', bounds: [{ op: 'gt', value: 3 }, { op: 'lte', value: 9 }], fields: ['ip', 'port'], percentile: undefined },
      },
    ]);
  });

  it.each([['30s', 30_000], ['5m', 300_000], ['24h', 86_400_000], ['7d', 604_800_000], ['2w', 1_209_600_000], ['1M', 2_629_746_000]])('reads the timespan %s', (written, ms) => {
    expect(loadedCondition(counted.replace('5m', written))?.timespanMs).toBe(ms);
  });

  it('asks a temporal correlation without condition for all its rules', () => {
    expect(loadedCondition('type: temporal\nrules: [one, two]\ntimespan: 5m')?.condition).toEqual({ kind: 'threshold', bounds: [{ op: 'gte', value: 2 }], fields: [] });
  });

  it.each(['temporal', 'temporal_extended'])('reads a boolean condition of %s as alternatives', (type) => {
    const read = loadedCondition(`type: ${type}\nrules: [one, two, three]\ntimespan: 5m\ncondition: one and not (two or not three) or two`);
    expect(read).toMatchObject({ type: 'temporal_extended', condition: { kind: 'expression', terms: [{ present: [0, 2], absent: [1] }, { present: [1], absent: [] }] } });
  });

  it('takes the rules, and their order, from a boolean condition where none are listed', () => {
    expect(loadedCondition('type: temporal_ordered\ntimespan: 5m\ncondition: two and one')).toMatchObject({ type: 'temporal_ordered_extended', rules: ['id-two', 'id-one'] });
  });

  it('puts each correlation after those it refers to', () => {
    const chain = (name: string, of: string): string => `---\ntitle: ${name}\nid: ${name}\ncorrelation: {type: event_count, rules: [${of}], timespan: 1m, condition: {gte: 2}}\n`;
    const { correlations, refused } = load(chain('top', 'middle') + chain('middle', 'bottom') + chain('bottom', 'one') + rules);
    expect(refused).toEqual([]);
    expect(correlations.map(({ id }) => id)).toEqual(['bottom', 'middle', 'top']);
  });

  it('takes a name to mean the rule of the same text, where several texts use it', () => {
    const file = (origin: string) => ({ origin, text: `title: c\nid: c-${origin}\ncorrelation: {type: event_count, rules: [one], timespan: 1m, condition: {gte: 2}}\n${rules.replaceAll('id: id-', `id: ${origin}-`)}` });
    const loaded = loadRules([file('a.yml'), file('b.yml')]);
    const { correlations } = loadCorrelations(loaded.correlations, loaded.rules);
    expect(correlations.map((one) => one.rules)).toEqual([['a.yml-one'], ['b.yml-one']]);
  });

  it.each([
    ['no type', counted.replace('type: event_count\n', ''), 'type is missing', 4],
    ['an unknown type', counted.replace('event_count', 'near'), 'the correlation type "near" is none of', 4],
    ['no rules', counted.replace('rules: [one]\n', ''), 'names no rule', 4],
    ['an unknown rule', counted.replace('[one]', '[one, nobody]'), 'no rule has the id or name "nobody"', 5],
    ['a rule named twice', counted.replace('[one]', '[one, id-one]'), 'names "id-one" twice', 5],
    ['no timespan', counted.replace('timespan: 5m\n', ''), 'timespan is missing', 4],
    ['a broken timespan', counted.replace('5m', '5 minutes'), 'the timespan "5 minutes"', 7],
    ['a timespan of nothing', counted.replace('5m', '0s'), 'the timespan is zero', 7],
    ['a timespan of centuries', counted.replace('5m', '999999d'), 'longer than a year', 7],
    ['no condition', counted.replace(/\ncondition.*/, ''), 'event_count needs a condition', 4],
    ['an unknown operator', counted.replace('gte', 'atleast'), 'the condition has an unknown "atleast"', 8],
    ['no operator', counted.replace('{gte: 3}', '{}'), 'the condition has none of', 8],
    ['a count that is no number', counted.replace('3}', 'many}'), "the condition's gte is not a number", 8],
    ['a count beyond memory', counted.replace('3}', '99999999}'), 'counts beyond', 8],
    ['a value_count of nothing', counted.replace('event_count', 'value_count'), 'value_count needs condition.field', 8],
    ['a field to no purpose', counted.replace('3}', '3, field: x}'), 'event_count takes no condition.field', 8],
    ['two fields to sum', counted.replace('event_count', 'value_sum').replace('3}', '3, field: [a, b]}'), 'exactly one field', 8],
    ['a percentile beyond 100', counted.replace('event_count', 'value_percentile').replace('3}', '3, field: a, percentile: 101}'), 'not between 0 and 100', 8],
    ['more rules than are named', 'type: temporal\nrules: [one, two]\ntimespan: 5m\ncondition: {gte: 3}', 'asks for more rules than the 2', 7],
    ['a boolean condition of a count', counted.replace('{gte: 3}', 'one'), 'takes no boolean condition', 8],
    ['an extended form without one', counted.replace('event_count', 'temporal_extended'), 'needs a boolean condition', 8],
    ['an open bracket', 'type: temporal\ntimespan: 5m\ncondition: (one and two', 'is not closed', 6],
    ['a stranger in the condition', 'type: temporal\nrules: [one]\ntimespan: 5m\ncondition: one and two', 'names "two", which correlation.rules does not', 7],
    ['a rule without a part', 'type: temporal\nrules: [one, two]\ntimespan: 5m\ncondition: one', 'does not say what "two" is for', 7],
    ['absence alone', 'type: temporal\ntimespan: 5m\ncondition: not one', 'absence alone', 6],
    ['a contradiction', 'type: temporal\ntimespan: 5m\ncondition: one and not one', 'contradicts itself', 6],
    ['an alias of nobody', `${counted}\naliases: {who: {nobody: x}}`, 'no rule has the id or name "nobody"', 9],
    ['an alias of a stranger', `${counted}\naliases: {who: {two: x}}`, 'which correlation.rules does not name', 9],
    ['generate that is neither', `${counted}\ngenerate: maybe`, 'neither true nor false', 9],
  ])('refuses %s and says where', (_what, lines, reason, line) => {
    const { correlations, refused } = load(body(lines));
    expect(correlations).toEqual([]);
    expect(refused).toMatchObject([{ origin: 'c.yml', ruleId: 't', title: 't', reason: expect.stringContaining(reason), line }]);
  });

  it('refuses a circle, and what hangs on it, but nothing else', () => {
    const chain = (name: string, of: string): string => `---\ntitle: ${name}\nid: ${name}\ncorrelation: {type: event_count, rules: [${of}], timespan: 1m, condition: {gte: 2}}\n`;
    const { correlations, refused } = load(chain('a', 'b') + chain('b', 'a') + chain('c', 'a') + chain('self', 'self') + chain('good', 'one') + rules);
    expect(correlations.map(({ id }) => id)).toEqual(['good']);
    expect(refused.map(({ ruleId }) => ruleId).sort()).toEqual(['a', 'b', 'c', 'self']);
    expect(refused.find(({ ruleId }) => ruleId === 'self')?.reason).toContain('refers to itself');
  });

  it('refuses a second correlation of one id', () => {
    const { correlations, refused } = load(`${body(counted)}---\ntitle: t2\nid: t\ncorrelation: {type: event_count, rules: [one], timespan: 1m, condition: {gte: 2}}\n`);
    expect(correlations).toHaveLength(1);
    expect(refused).toMatchObject([{ reason: 'another rule has this id' }]);
  });

  it('bounds what a condition can stand for', () => {
    const started = performance.now();
    const pairs = Array.from({ length: 40 }, (_, i) => `(r${i} or s${i})`).join(' and ');
    const { refused } = load(`title: t\nid: t\ncorrelation:\n  type: temporal\n  timespan: 5m\n  condition: ${pairs}\n${Array.from({ length: 40 }, (_, i) => detection(`r${i}`) + detection(`s${i}`)).join('')}`);
    expect(refused[0]?.reason).toContain('alternatives');
    expect(load(body(`type: temporal\ntimespan: 5m\ncondition: ${'('.repeat(1_000)}one${')'.repeat(1_000)}`)).refused[0]?.reason).toContain('nested');
    expect(load(body(`type: temporal\ntimespan: 5m\ncondition: ${'one or '.repeat(5_000)}two`)).refused[0]?.reason).toContain('longer than');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('standaloneRules', () => {
  it('leaves out what a correlation speaks for, unless it says generate', () => {
    const silent = load(body(counted));
    expect([...standaloneRules(silent.rules, silent.correlations)].sort()).toEqual(['id-three', 'id-two', 't']);
    const loud = load(body(`${counted}\ngenerate: true`));
    expect([...standaloneRules(loud.rules, loud.correlations)].sort()).toEqual(['id-one', 'id-three', 'id-two', 't']);
  });
});
