import { correlationOf } from '../fixtures/correlation-of';
import { Correlator } from '../run/correlator';
import { SnapshotFault } from './saved';

const rule = correlationOf({ type: 'event_count', rules: ['r'], groupBy: ['user'], timespanMs: 100, condition: { kind: 'threshold', bounds: [{ op: 'gte', value: 2 }], fields: [] } });
const hit = (at: number) => ({ ruleId: 'r', at, fields: { user: 'ann' }, ref: `e${at}` });

function saved(): Record<string, unknown> {
  const correlator = new Correlator([rule]);
  correlator.push(hit(1));
  return JSON.parse(JSON.stringify(correlator.snapshot()));
}

describe('a snapshot', () => {
  it('keeps the past of correlations that mean the same', () => {
    expect(Correlator.restore([{ ...rule, title: 'another title', level: 'high' }], saved()).push(hit(2))).toHaveLength(1);
  });

  it('gives no past to a correlation that means something else by now', () => {
    const wider = { ...rule, timespanMs: 200 };
    const correlator = Correlator.restore([wider, { ...rule, id: 'new' }], saved());
    expect(correlator.state().groups).toBe(0);
    expect(correlator.push(hit(2))).toEqual([]);
  });

  it('keeps losses and hits that wait', () => {
    const correlator = new Correlator([rule]);
    correlator.push(hit(1));
    correlator.push(hit(NaN));
    correlator.push(hit(1e12));
    const restored = Correlator.restore([rule], JSON.parse(JSON.stringify(correlator.snapshot())));
    expect(restored.losses().untimed).toBe(1);
    expect(restored.state()).toEqual({ groups: 1, entries: 2, held: 1 });
  });

  it.each([
    ['nothing', null], ['a text', 'snapshot'], ['a list', []], ['an empty map', {}], ['another version', { ...saved(), version: 2 }], ['no runs', { ...saved(), runs: undefined }],
    ['a time that is none', { ...saved(), newest: 'now' }], ['runs that are none', { ...saved(), runs: [1] }], ['a hit that is none', { ...saved(), held: [{}] }],
  ])('that is %s is refused with a reason', (_what, snapshot) => {
    expect(() => Correlator.restore([rule], snapshot)).toThrow(SnapshotFault);
    expect(() => Correlator.restore([rule], snapshot)).toThrow(/^the snapshot/);
  });

  it('with damage anywhere is refused, or read, and never breaks anything else', () => {
    const text = JSON.stringify(saved());
    for (let at = 0; at < text.length; at += 3) {
      let damaged: unknown;
      try {
        damaged = JSON.parse(`${text.slice(0, at)}7${text.slice(at + 1)}`);
      } catch {
        continue;
      }
      try {
        Correlator.restore([rule], damaged).push(hit(5));
      } catch (fault) {
        expect(fault).toBeInstanceOf(SnapshotFault);
      }
    }
  });
});
