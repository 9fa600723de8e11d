import { correlationOf } from '../fixtures/correlation-of';
import type { CorrelationRule } from '../parse/correlation-rule';
import { Correlator } from '../run/correlator';

const minute = 60_000;
const start = 1_700_000_000_000;
const count = (type: CorrelationRule['type'], gte: number, field?: string) =>
  correlationOf({ type, rules: ['r0'], groupBy: ['user'], timespanMs: 10 * minute, condition: { kind: 'threshold', bounds: [{ op: 'gte', value: gte }], fields: field ? [field] : [] } });
const steps = (parts: Partial<CorrelationRule> & Pick<CorrelationRule, 'type' | 'condition'>) => correlationOf({ rules: ['scan', 'login', 'download'], groupBy: ['user'], timespanMs: 10 * minute, ...parts });

function explained(rule: CorrelationRule, events: readonly (readonly [string, number, Record<string, unknown>?])[], until?: number) {
  const correlator = new Correlator([rule]);
  for (const [ruleId, seconds, fields] of events) correlator.push({ ruleId, at: start + seconds * 1_000, fields: { user: 'ann', ...fields }, ref: `${ruleId}@${seconds}` });
  if (until !== undefined) correlator.advance(start + until * 1_000);
  return correlator.explain(rule.id, { user: 'Ann' })[0];
}

describe('the explanation', () => {
  it('of a count says how many were needed, how many there were and by how much the window was missed', () => {
    // The first of five left the window 12 seconds before the last came.
    const told = explained(count('event_count', 5), [['r0', 0], ['r0', 100], ['r0', 200], ['r0', 300], ['r0', 612]]);
    expect(told).toMatchObject({ fired: false, saw: 4, missedByMs: 12_000 });
    expect(told?.sentence).toBe('needed at least 5 events within 10m, saw 4; the window of the event before closed 12s earlier');
  });

  it('of a count that fired says so', () => {
    expect(explained(count('event_count', 2), [['r0', 0], ['r0', 1]])?.sentence).toBe('fired 1 time: needed at least 2 events within 10m, saw 2');
  });

  it.each([
    [count('value_count', 3, 'v'), 'needed at least 3 different values within 10m, saw 2'],
    [count('value_sum', 100, 'n'), 'needed at least 100 as the sum within 10m, saw 12'],
    [count('value_avg', 100, 'n'), 'needed at least 100 as the average within 10m, saw 4'],
    [count('value_median', 100, 'n'), 'needed at least 100 as the median within 10m, saw 5'],
    [count('value_percentile', 100, 'n'), 'needed at least 100 as the percentile within 10m, saw 5'],
  ])('of $type says what was measured', (rule, sentence) => {
    const told = explained(rule, [['r0', 0, { v: 'a', n: 1 }], ['r0', 1, { v: 'b', n: 5 }], ['r0', 2, { v: 'A', n: 6 }]]);
    expect(told?.sentence).toBe(sentence);
  });

  it('of a temporal correlation names the rules that are missing', () => {
    const told = explained(steps({ type: 'temporal', condition: { kind: 'threshold', bounds: [{ op: 'gte', value: 3 }], fields: [] } }), [['download', 0], ['scan', 5]]);
    expect(told).toMatchObject({ met: ['scan', 'download'], awaited: ['login'], sentence: 'needed at least 3 different rules within 10m, saw 2; awaited: login' });
  });

  it('of a sequence names the step that is awaited and how long there still is', () => {
    const told = explained(steps({ type: 'temporal_ordered', condition: { kind: 'threshold', bounds: [{ op: 'gte', value: 3 }], fields: [] } }), [['scan', 0], ['download', 10], ['login', 60]]);
    expect(told).toMatchObject({ met: ['scan', 'login'], closesAt: start + 10 * minute });
    expect(told?.sentence).toBe('needed at least 3 steps in order within 10m, saw 2; awaited: download; the window closes in 9m');
  });

  it('of a sequence whose window has closed says how long ago', () => {
    const rule = steps({ type: 'temporal_ordered', condition: { kind: 'threshold', bounds: [{ op: 'gte', value: 3 }], fields: [] } });
    const told = explained(rule, [['scan', 0], ['login', 300]], 612);
    expect(told?.sentence).toBe('needed at least 3 steps in order within 10m, saw 2; awaited: download; the window closed 12s ago');
  });

  it('of absence says what must not come and when the verdict is due', () => {
    const rule = steps({ type: 'temporal_extended', condition: { kind: 'expression', written: 'scan and login and not download', terms: [{ present: [0, 1], absent: [2] }] } });
    const told = explained(rule, [['scan', 0], ['login', 30]]);
    expect(told).toMatchObject({ met: ['scan', 'login'], awaited: [], unwanted: ['download'] });
    expect(told?.sentence).toBe('needed scan and login and not download within 10m, saw 2; the window closes in 9m 30s: fires then without download');
  });

  it('of a group that was never heard of says that', () => {
    const correlator = new Correlator([count('event_count', 5)]);
    expect(correlator.explain('c', { user: 'eve' })[0]?.sentence).toBe('needed at least 5 events within 10m; this group has had no event within 10m');
    expect(correlator.explain('c', {})[0]?.sentence).toBe('the group needs a value for each of user');
    expect(correlator.explain('nobody')).toEqual([]);
  });

  it('without a group lists the newest ones', () => {
    const correlator = new Correlator([count('event_count', 5)]);
    for (let i = 0; i < 30; i++) correlator.push({ ruleId: 'r0', at: start + i, fields: { user: `u${i}` }, ref: `e${i}` });
    const told = correlator.explain('c');
    expect(told).toHaveLength(20);
    expect(told[0]?.group).toEqual({ user: 'u29' });
  });
});
