import type { HuntDetail } from '@vedette/api-client';
import { alertsPerDay, paceOf, verdictOf } from './outcome';

const hunt = (more: Partial<HuntDetail>): HuntDetail => ({
  id: 'h', kind: 'HUNT', title: 't', from: '2026-11-01T00:00:00.000Z', to: '2026-11-11T00:00:00.000Z', sources: null, keptFrom: null, state: 'DONE', eventsTotal: 1_234_567,
  eventsDone: 1_234_567, matches: 0, alerts: 0, askedAt: '', startedAt: '2026-11-11T00:00:00.000Z', finishedAt: '2026-11-11T00:00:02.000Z', yaml: '', problem: null,
  candidates: 0, excluded: 0, histogram: [], entities: [], ...more,
});

describe('the outcome of a hunt', () => {
  it('says how much was looked at when nothing was found', () => {
    expect(verdictOf(hunt({}))).toBe('Nothing found: 0 of 1,234,567 events.');
    expect(verdictOf(hunt({ eventsTotal: 0 }))).toBe('No event is kept for this range and these sources.');
    expect(verdictOf(hunt({ matches: 1 }))).toBe('1 event of 1,234,567 found.');
  });

  it('is never taken for done while it is not', () => {
    expect(verdictOf(hunt({ state: 'RUNNING' }))).toBe('Nothing found so far.');
    expect(verdictOf(hunt({ state: 'CANCELLED', eventsDone: 10 }))).toContain('Cancelled after 10 events');
    expect(verdictOf(hunt({ state: 'FAILED', problem: 'the disk is full' }))).toContain('the disk is full');
  });

  it('has a pace once it has begun, and a clock that runs behind does no harm', () => {
    expect(paceOf(hunt({}), 0)).toEqual({ ms: 2000, perSecond: 617_284 });
    expect(paceOf(hunt({ startedAt: null }), 0)).toBeNull();
    expect(paceOf(hunt({ finishedAt: null }), 0)?.ms).toBe(1);
  });

  it.each([[0, '0'], [0.4, 'under 0.1'], [5, '0.5'], [20, '2'], [12_345, '1,235']])('%d alerts in ten days are %s a day', (alerts, told) => {
    expect(alertsPerDay(hunt({ alerts }))).toBe(told);
  });

  it('counts the days that are kept, not those that were asked for', () => {
    expect(alertsPerDay(hunt({ alerts: 20, from: '2025-11-11T00:00:00.000Z', keptFrom: '2026-11-01T00:00:00.000Z' }))).toBe('2');
  });
});
