import { Outage, refusals } from '@vedette/kernel';
import { countThing } from '../testing/rig';
import { verdictOn } from './verdict';

const none = { outages: 0, faults: 0 };
const outage = new Outage('postgres', new Error('x'));

describe('verdict on a failed job', () => {
  it('ends a refused job at once', () => {
    const refuse = refusals({ 'a.b': { class: 'invalid', text: '' } });
    expect(verdictOn(refuse('a.b'), countThing, none)).toEqual({ kind: 'dead', reason: 'refusal: a.b' });
  });

  it('waits longer after each outage, with full jitter, and gives up after the attempts', () => {
    const longest = (outages: number) => verdictOn(outage, { ...countThing, attempts: 9 }, { outages, faults: 0 }, () => 1);
    expect([0, 1, 2].map(longest)).toEqual([40, 80, 160].map((delayMs) => ({ kind: 'again', counts: 'outages', delayMs })));
    expect(verdictOn(outage, countThing, none, () => 0)).toMatchObject({ delayMs: 0 });
    expect(verdictOn(outage, countThing, { outages: 2, faults: 0 })).toEqual({ kind: 'dead', reason: 'outage: postgres' });
  });

  it('gives a bug one more try, whatever the queue allows for outages', () => {
    expect(verdictOn(new TypeError('x'), countThing, { outages: 2, faults: 0 })).toMatchObject({ kind: 'again', counts: 'faults' });
    expect(verdictOn(new TypeError('x'), countThing, { outages: 0, faults: 1 })).toEqual({ kind: 'dead', reason: 'fault: TypeError' });
  });
});
