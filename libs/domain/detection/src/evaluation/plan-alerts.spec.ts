import { newId } from '@vedette/kernel';
import type { Hit } from './group-matches';
import { planAlerts, runsOf, type JoinableAlert } from './plan-alerts';

const HOUR = 3_600_000;
const minutes = (...at: number[]): Hit[] => at.map((minute, index) => ({ index, at: minute * 60_000, event: { fields: {} } }) as Hit);
const alert = (from: number, to: number, count = 2): JoinableAlert => ({ id: newId(), firstAt: from * 60_000, lastAt: to * 60_000, count });
const plan = (hits: Hit[], known: JoinableAlert[] = []) => planAlerts(runsOf(hits, HOUR), known, HOUR, () => newId());

describe('planning alerts', () => {
  it('joins an event that comes an hour after the last one, and opens a new alert a moment later', () => {
    const known = alert(0, 10);
    expect(plan(minutes(70), [known])).toMatchObject([{ id: known.id, isNew: false, count: 3, lastAt: 70 * 60_000 }]);
    expect(plan(minutes(70.001), [known])).toMatchObject([{ isNew: true, count: 1 }]);
  });

  it('opens one alert for each stretch of events that an hour of silence cuts', () => {
    expect(plan(minutes(0, 59, 118, 200, 201)).map(({ count }) => count)).toEqual([3, 2]);
  });

  it('puts a late event into the alert that it would have joined', () => {
    const [old, current] = [alert(0, 120), alert(300, 310)];
    expect(plan(minutes(30), [current, old])).toMatchObject([{ id: old.id, firstAt: 0, lastAt: 120 * 60_000, count: 3 }]);
    expect(plan(minutes(-60), [old])).toMatchObject([{ id: old.id, firstAt: -60 * 60_000 }]);
  });

  it('joins a run to the newest alert it touches', () => {
    const [older, newer] = [alert(0, 60), alert(130, 140)];
    expect(plan(minutes(100), [older, newer])).toMatchObject([{ id: newer.id }]);
  });

  it('copies the first ten events only, counting those that were there before', () => {
    expect(plan(minutes(...Array.from({ length: 25 }, (_, i) => i)))[0]?.evidence).toHaveLength(10);
    const [joined] = plan(minutes(11, 12, 13), [alert(0, 10, 8)]);
    expect(joined?.evidence.map(({ position, hit }) => [position, hit.index])).toEqual([[9, 0], [10, 1]]);
    expect(plan(minutes(11), [alert(0, 10, 4_000)])[0]).toMatchObject({ count: 4_001, evidence: [] });
  });

  it('counts two runs that one alert takes in', () => {
    const [only, ...more] = plan(minutes(0, 130), [alert(60, 70)]);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ count: 4, isNew: false });
    expect(only?.evidence.map(({ position }) => position)).toEqual([3, 4]);
  });
});
