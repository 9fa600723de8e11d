import { correlationOf } from '../fixtures/correlation-of';
import { Correlator } from './correlator';
import type { RuleHit } from './correlation-match';

const threshold = (gte: number, fields: readonly string[] = []) => ({ kind: 'threshold' as const, bounds: [{ op: 'gte' as const, value: gte }], fields });
const counted = (gte: number, groupBy: readonly string[] = ['user']) => correlationOf({ type: 'event_count', rules: ['r'], groupBy, timespanMs: 1_000_000, condition: threshold(gte) });
const hit = (at: number, fields: Record<string, unknown>): RuleHit => ({ ruleId: 'r', at, fields, ref: `e${at}` });

describe('bounded memory', () => {
  it('forgets the groups longest silent, and counts them', () => {
    const correlator = new Correlator([counted(2)], { limits: { groups: 100 } });
    for (let i = 0; i < 1_000; i++) correlator.push(hit(i, { user: i % 2 === 0 ? `u${i}` : 'steady' }));
    expect(correlator.state().groups).toBe(100);
    expect(correlator.losses().groups).toBe(500 + 1 - 100);
    // Heard of all the time, it was never given up.
    expect(correlator.push(hit(1_000, { user: 'steady' }))).toMatchObject([{ value: 501 }]);
  });

  it('holds no more entries over all groups than it may', () => {
    const correlator = new Correlator([counted(1_000)], { limits: { entries: 1_000 } });
    for (let i = 0; i < 10_000; i++) correlator.push(hit(i, { user: `u${i % 50}` }));
    expect(correlator.state().entries).toBeLessThanOrEqual(1_000);
    expect(correlator.losses().groups).toBeGreaterThan(0);
  });

  it('stays right about the threshold when a group has more events than are kept', () => {
    const correlator = new Correlator([counted(50)], { limits: { values: 10 } });
    const verdicts = Array.from({ length: 200 }, (_, i) => correlator.push(hit(i, { user: 'u' })).length);
    expect(verdicts.slice(0, 49).every((n) => n === 0)).toBe(true);
    expect(verdicts.slice(49).every((n) => n === 1)).toBe(true);
    expect(correlator.losses().values).toBeGreaterThan(0);
  });

  it.each([0, 50])('counts distinct values past the limit rightly up to the threshold (lateness %s)', (latenessMs) => {
    const rule = correlationOf({ type: 'value_count', rules: ['r'], timespanMs: 1_000_000, condition: threshold(20, ['v']) });
    const correlator = new Correlator([rule], { latenessMs, limits: { values: 5 } });
    let first = -1;
    for (let i = 0; i < 5_000; i++) if (correlator.push(hit(i, { v: `v${i}` })).length > 0 && first < 0) first = i;
    expect(first).toBe(19);
    expect(correlator.losses().values).toBeGreaterThan(4_000);
  });

  it('answers streams made to be slow in bounded time', () => {
    const started = performance.now();
    const rules = [
      counted(100_000, []),
      correlationOf({ id: 'v', type: 'value_count', rules: ['r'], timespanMs: 1_000_000, condition: threshold(9_000, ['v']) }),
      correlationOf({ id: 'm', type: 'value_median', rules: ['r'], timespanMs: 1_000_000, condition: threshold(1e6, ['n']) }),
      correlationOf({ id: 'o', type: 'temporal_ordered', rules: ['r', 's'], timespanMs: 1_000_000, condition: threshold(2) }),
      correlationOf({ id: 't', type: 'temporal', rules: ['r', 's'], timespanMs: 1_000_000, condition: threshold(2) }),
    ];
    const same = new Correlator(rules);
    for (let i = 0; i < 40_000; i++) same.push({ ...hit(1_000, { v: `v${i}`, n: i }), ref: `e${i}` });
    // Backwards within the lateness: each comes before all others.
    const backwards = new Correlator(rules, { latenessMs: 100_000 });
    for (let i = 0; i < 10_000; i++) backwards.push(hit(100_000 - i, { v: `v${i}`, n: i }));
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('keeps a digest of values too long to keep, and tells them apart', () => {
    const correlator = new Correlator([counted(2)]);
    const long = 'x'.repeat(1_000_000);
    expect(correlator.push(hit(1, { user: `${long}a` }))).toEqual([]);
    expect(correlator.push(hit(2, { user: `${long}b` }))).toEqual([]);
    expect(correlator.push(hit(3, { user: `${long}A` }))[0]?.group['user']?.length).toBeLessThan(600);
  });

  it('counts numbers it could not read', () => {
    const sum = correlationOf({ type: 'value_sum', rules: ['r'], timespanMs: 100, condition: threshold(5, ['n']) });
    const correlator = new Correlator([sum]);
    const matches = ([[1, NaN], [2, 'ten'], [3, { a: 1 }], [4, '5'], [5, null]] as const).flatMap(([at, n]) => correlator.push(hit(at, { n })));
    expect(matches).toMatchObject([{ at: 4, value: 5 }]);
    expect(correlator.losses().unmeasured).toBe(4);
  });

  it('recovers from sums that overflow', () => {
    const sum = correlationOf({ type: 'value_sum', rules: ['r'], timespanMs: 10, condition: { kind: 'threshold', bounds: [{ op: 'eq', value: 3 }], fields: ['n'] } });
    const correlator = new Correlator([sum]);
    for (const at of [1, 2, 3]) correlator.push(hit(at, { n: 1.7e308 }));
    expect([...correlator.push(hit(100, { n: 3 })), ...correlator.advance(101)]).toMatchObject([{ at: 100, value: 3 }]);
  });

  it('is not fooled by field names of prototypes', () => {
    const rule = correlationOf({ type: 'event_count', rules: ['r'], groupBy: ['__proto__', 'constructor'], timespanMs: 10, condition: threshold(1) });
    expect(new Correlator([rule]).push(hit(1, {}))).toEqual([]);
    const [match] = new Correlator([rule]).push(hit(1, JSON.parse('{"__proto__":"a","constructor":"b"}')));
    expect(Object.entries(match?.group ?? {})).toEqual([['__proto__', 'a'], ['constructor', 'b']]);
    expect(Object.getPrototypeOf(match?.group)).toBe(Object.prototype);
  });
});
