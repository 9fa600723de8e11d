import { correlationOf } from '../fixtures/correlation-of';
import type { CorrelationMatch, RuleHit } from './correlation-match';
import { Correlator } from './correlator';

const hit = (at: number, fields: Record<string, unknown> = {}, ruleId = 'r0'): RuleHit => ({ ruleId, at, fields: { user: 'ann', ...fields }, ref: `${ruleId}@${at}` });
const ats = (matches: readonly CorrelationMatch[]): number[] => matches.map(({ at }) => at);
const count = (gte: number, more: object = {}) => correlationOf({ type: 'event_count', rules: ['r0'], groupBy: ['user'], timespanMs: 10, condition: { kind: 'threshold', bounds: [{ op: 'gte', value: gte }], fields: [] }, ...more });

function pushAll(correlator: Correlator, hits: readonly RuleHit[]): CorrelationMatch[] {
  return hits.flatMap((one) => correlator.push(one));
}

describe('a match', () => {
  it('says which group, from when to when, how many, by which events', () => {
    const matches = pushAll(new Correlator([count(3)]), [hit(1), hit(4, { user: 'ANN' }), hit(11), hit(40)]);
    expect(matches).toEqual([{ ruleId: 'c', at: 11, group: { user: 'ann' }, firstAt: 1, lastAt: 11, value: 3, refs: ['r0@1', 'r0@4', 'r0@11'], ref: 'r0@11', opens: true }]);
  });

  it('has both ends of the window in, and not a millisecond more', () => {
    expect(ats(pushAll(new Correlator([count(2)]), [hit(0), hit(10)]))).toEqual([10]);
    expect(pushAll(new Correlator([count(2)]), [hit(0), hit(10.001)])).toEqual([]);
  });

  it('opens a run once, and again after a timespan of quiet', () => {
    const matches = pushAll(new Correlator([count(2)]), [0, 1, 2, 9, 30, 31].map((at) => hit(at)));
    expect(matches.map(({ at, opens }) => [at, opens])).toEqual([[1, true], [2, false], [9, false], [31, true]]);
  });

  it('takes events without a group value out, and those without a rule', () => {
    const correlator = new Correlator([count(1)]);
    expect(pushAll(correlator, [{ ...hit(1), fields: {} }, hit(2, { user: null }), hit(3, {}, 'stranger')])).toEqual([]);
    expect(correlator.state().groups).toBe(0);
  });

  it('does not confuse groups whose values run together', () => {
    const both = count(2, { groupBy: ['user', 'host'] });
    expect(pushAll(new Correlator([both]), [hit(1, { user: 'a', host: 'bc' }), hit(2, { user: 'ab', host: 'c' }), hit(3, { user: 'a:1', host: '' })])).toEqual([]);
  });

  it('caps its evidence and not its count', () => {
    const correlator = new Correlator([count(1, { timespanMs: 10_000 })], { limits: { refs: 5 } });
    const last = pushAll(correlator, Array.from({ length: 100 }, (_, at) => hit(at))).at(-1);
    expect(last).toMatchObject({ value: 100, refs: ['r0@95', 'r0@96', 'r0@97', 'r0@98', 'r0@99'] });
  });
});

describe('late events', () => {
  it('count as if they had come in time, within the lateness', () => {
    const correlator = new Correlator([count(3)], { latenessMs: 20 });
    expect(ats(pushAll(correlator, [hit(5), hit(12), hit(20)]))).toEqual([]);
    // It makes three of the window that ends at 12.
    expect(ats(correlator.push(hit(4)))).toEqual([12]);
    expect(correlator.losses().late).toBe(0);
  });

  it('beyond the lateness are left out and counted', () => {
    const correlator = new Correlator([count(2)], { latenessMs: 5 });
    expect(pushAll(correlator, [hit(100), hit(94)])).toEqual([]);
    expect(correlator.losses().late).toBe(1);
    expect(ats(correlator.push(hit(95)))).toEqual([100]);
  });
});

describe('time', () => {
  it('is not moved by one event dated far ahead', () => {
    const correlator = new Correlator([count(3)]);
    const matches = pushAll(correlator, [hit(1), hit(2), { ...hit(253_370_764_800_000 / 40), ref: 'far' }, hit(3)]);
    expect(ats(matches)).toEqual([3]);
    expect(correlator.state().held).toBe(1);
  });

  it('moves on when three different events agree that it has', () => {
    const day = 86_400_000;
    const correlator = new Correlator([count(3)]);
    pushAll(correlator, [hit(1)]);
    expect(pushAll(correlator, [hit(9 * day), hit(9 * day)])).toEqual([]);
    expect(ats(pushAll(correlator, [hit(9 * day + 1), hit(9 * day + 2)]))).toEqual([9 * day + 1, 9 * day + 2]);
    expect(correlator.state().held).toBe(0);
  });

  it('moves on when the clock says so, and then by the clock alone', () => {
    const day = 86_400_000;
    const correlator = new Correlator([count(2)]);
    correlator.advance(day);
    expect(pushAll(correlator, [5, 6, 7, 8].map((n) => hit(n * day + n)))).toEqual([]);
    expect(correlator.state().held).toBe(4);
    correlator.advance(5 * day);
    expect(correlator.state().held).toBe(3);
    expect(correlator.losses().ahead).toBe(0);
  });

  it('that is none is left out and counted', () => {
    const correlator = new Correlator([count(1)]);
    expect(pushAll(correlator, [NaN, Infinity, -Infinity, 1e300].map((at) => hit(at)))).toEqual([]);
    expect(correlator.losses().untimed).toBe(4);
    expect(correlator.advance(NaN)).toEqual([]);
    expect(ats(correlator.push(hit(1)))).toEqual([1]);
  });

  it('that passes without events closes windows and forgets groups', () => {
    const absent = correlationOf({ type: 'temporal_extended', rules: ['r0', 'r1'], groupBy: ['user'], timespanMs: 10, condition: { kind: 'expression', written: 'r0 and not r1', terms: [{ present: [0], absent: [1] }] } });
    const correlator = new Correlator([absent]);
    expect(correlator.push(hit(5))).toEqual([]);
    expect(correlator.advance(15)).toEqual([]);
    expect(correlator.advance(16)).toMatchObject([{ at: 15, firstAt: 5, ref: 'r0@5' }]);
    expect(correlator.state().groups).toBe(0);
  });
});

describe('chained correlations', () => {
  it('group by fields of the completing event that the first one does not group by', () => {
    const many = count(2, { id: 'many', groupBy: ['host'] });
    const then = correlationOf({ id: 'then', type: 'temporal_ordered', rules: ['many', 'r1'], groupBy: ['user'], timespanMs: 10, condition: { kind: 'threshold', bounds: [{ op: 'gte', value: 2 }], fields: [] } });
    const correlator = new Correlator([then, many]);
    const hits = [hit(1, { user: 'x', host: 'h' }), hit(2, { host: 'h' }), hit(3, { host: 'other' }, 'r1'), hit(4, { user: 'x' }, 'r1')];
    expect(pushAll(correlator, hits).map(({ ruleId, at }) => [ruleId, at])).toEqual([['many', 2], ['then', 3]]);
  });
});
