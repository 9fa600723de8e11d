import type { SigmaFilter } from '../filters/sigma-filter';
import { loadRules } from '../parse/load-rules';
import type { SigmaRule } from '../parse/sigma-rule';
import { normalise } from '../taxonomy/normalise';
import { compileRules, recompile } from './compiled-rules';
import { overlay } from './overlay';

function text(id: string, detection: string, logsource = '{product: windows, service: security}'): string {
  return `title: ${id}\nid: ${id}\nlevel: low\nlogsource: ${logsource}\ndetection: ${detection}\n`;
}

function load(...texts: string[]): { rules: SigmaRule[]; filters: SigmaFilter[] } {
  const loaded = loadRules([{ origin: 'test', text: texts.join('---\n') }]);
  expect(loaded.refused).toEqual([]);
  return loaded;
}

const { rules } = load(
  text('logon', '{s: {EventID: 4624}, condition: s}'),
  text('root', '{s: {TargetUserName: root}, condition: s}'),
  text('share', '{s: {ShareName|contains: admin}, condition: s}'),
);
const base = compileRules(rules);
const event = (fields: Record<string, unknown>) => normalise({ Channel: 'Security', ...fields });
const ids = (found: readonly SigmaRule[]): string[] => found.map(({ id }) => id);
const logon = event({ EventID: 4624, TargetUserName: 'root', IpAddress: '192.0.2.1' });

describe('overlay', () => {
  it('is the base itself where nothing changes', () => {
    expect(overlay(base, {})).toBe(base);
    expect(overlay(base, { rules: [], disabled: [], filters: [] })).toBe(base);
  });

  it('adds rules, without the base knowing', () => {
    const own = overlay(base, { rules: load(text('mine', "{s: {IpAddress|cidr: '192.0.2.0/24'}, condition: s}")).rules });
    expect(ids(own.evaluate(logon))).toEqual(['logon', 'root', 'mine']);
    expect(ids(base.evaluate(logon))).toEqual(['logon', 'root']);
    expect(own.size).toBe(4);
    expect(own.rule('mine')?.title).toBe('mine');
    expect(base.rule('mine')).toBeUndefined();
    const [mine] = own.evaluate(logon).slice(-1);
    expect(mine && own.explain(mine, logon)).toMatchObject([{ field: 'IpAddress', value: '192.0.2.1' }]);
  });

  it('leaves out what is disabled, and only there', () => {
    const own = overlay(base, { disabled: ['root', 'no such rule'] });
    expect(ids(own.evaluate(logon))).toEqual(['logon']);
    expect(own.rule('root')).toBeUndefined();
    expect(own.size).toBe(2);
    expect(ids(base.evaluate(logon))).toEqual(['logon', 'root']);
  });

  it('puts a rule in the place of one with its id', () => {
    const own = overlay(base, { rules: load(text('root', '{s: {TargetUserName: admin}, condition: s}')).rules });
    expect(ids(own.evaluate(logon))).toEqual(['logon']);
    expect(ids(own.evaluate(event({ TargetUserName: 'ADMIN' })))).toEqual(['root']);
    expect(own.size).toBe(3);
  });

  it('shows a rule under another level without compiling it again', () => {
    const [first] = rules;
    const own = overlay(base, { rules: first ? [{ ...first, level: 'critical' }] : [] });
    expect(own.evaluate(logon).map(({ id, level }) => [id, level])).toEqual([['logon', 'critical'], ['root', 'low']]);
    expect(own.rule('logon')?.level).toBe('critical');
    expect(own.size).toBe(3);
  });

  it('holds filters against rules of the base and its own', () => {
    const { filters } = load('title: f\nlogsource: {product: windows}\nfilter: {rules: [root, mine], known: {IpAddress: 192.0.2.1}, condition: not known}\n');
    const own = overlay(base, { filters, rules: load(text('mine', '{s: {EventID: 4624}, condition: s}')).rules });
    expect(ids(own.evaluate(logon))).toEqual(['logon']);
    expect(ids(own.evaluate(event({ EventID: 4624, TargetUserName: 'root', IpAddress: '192.0.2.2' })))).toEqual(['logon', 'root', 'mine']);
    expect(ids(base.evaluate(logon))).toEqual(['logon', 'root']);
  });

  it('tells which filter took which match back, of the base and of its own', () => {
    const { filters } = load(
      'title: f\nid: f\nlogsource: {product: windows}\nfilter: {rules: [root], known: {IpAddress: 192.0.2.1}, condition: not known}\n',
      'title: g\nid: g\nlogsource: {product: windows}\nfilter: {rules: [root, mine], known: {TargetUserName: root}, condition: not known}\n',
    );
    const told: string[] = [];
    const own = overlay(base, {
      filters,
      rules: load(text('mine', '{s: {EventID: 4624}, condition: s}')).rules,
      excluded: (filter, rule) => told.push(`${filter.id} ${rule.id}`),
    });
    expect(ids(own.evaluate(logon))).toEqual(['logon']);
    expect(told.sort()).toEqual(['f root', 'g mine']);
    expect(ids(own.evaluate(event({ EventID: 4624, TargetUserName: 'ann' })))).toEqual(['logon', 'mine']);
    expect(told).toHaveLength(2);
  });

  it('keeps overlays of one base apart', () => {
    const one = overlay(base, { disabled: ['root'], rules: load(text('mine', '{s: {EventID: 4624}, condition: s}')).rules });
    const two = overlay(base, { disabled: ['logon'], rules: load(text('mine', '{s: {EventID: 4625}, condition: s}')).rules });
    expect(ids(one.evaluate(logon))).toEqual(['logon', 'mine']);
    expect(ids(two.evaluate(logon))).toEqual(['root']);
    expect(ids(one.evaluate(logon))).toEqual(['logon', 'mine']);
  });
});

describe('recompile', () => {
  function exhausted<T>(steps: Generator<undefined, T>): { value: T; yields: number } {
    for (let yields = 0; ; yields++) {
      const step = steps.next();
      if (step.done) return { value: step.value, yields };
    }
  }

  it('answers for the new rules, and the old set goes on answering for the old ones', () => {
    base.evaluate(logon);
    const changed = load(text('root', '{s: {TargetUserName: nobody}, condition: s}'), text('more', '{s: {EventID: 4624}, condition: s}')).rules;
    const { value: next, yields } = exhausted(recompile(base, [...rules.filter(({ id }) => id !== 'root'), ...changed]));
    expect(ids(next.evaluate(logon))).toEqual(['logon', 'more']);
    expect(ids(base.evaluate(logon))).toEqual(['logon', 'root']);
    expect(yields).toBeGreaterThan(0);
  });

  it('shares the indexes of logs that the change does not touch', () => {
    const many = Array.from({ length: 200 }, (_, i) => text(`s${i}`, `{s: {ShareName: share${i}}, condition: s}`));
    const one = compileRules(load(...many).rules);
    one.evaluate(logon);
    const same = exhausted(recompile(one, one.rules()));
    const other = exhausted(recompile(one, [...one.rules(), ...load(text('web', '{s: {c-uri: x}, condition: s}', '{category: proxy}')).rules]));
    const touched = exhausted(recompile(one, one.rules().slice(1)));
    expect([same.yields, other.yields]).toEqual([1, 1]);
    expect(touched.yields).toBeGreaterThan(10);
  });
});

describe('costs', () => {
  it('counts for each rule how often it was asked and matched, and how long it took', () => {
    let now = 0;
    const counted = compileRules(rules, { clock: () => (now += 0.5) });
    for (let i = 0; i < 128; i++) counted.evaluate(logon);
    counted.evaluate(event({ EventID: 1 }));
    const costs = new Map(counted.costs().map((cost) => [cost.ruleId, cost]));
    expect(costs.get('logon')).toMatchObject({ asked: 129, matched: 128 });
    // Two of 128 events were timed, half a millisecond for each question.
    expect(costs.get('logon')?.ms).toBe(64);
    expect(costs.get('share')).toMatchObject({ asked: 129, matched: 0 });
  });
});
