import type { HuntDetail, HuntState } from '@vedette/api-client';
import { backtestWords, spanOf } from './backtest-words';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const hunt = (state: HuntState, more: Partial<HuntDetail> = {}): HuntDetail => ({
  id: 'h', kind: 'BACKTEST', title: 'x', ...spanOf('month', NOW), sources: null, keptFrom: null, state, eventsTotal: 12_000, eventsDone: 6_000, matches: 40, alerts: 15,
  askedAt: '2026-11-21T09:00:00Z', startedAt: null, finishedAt: null, yaml: '', problem: null, candidates: 0, excluded: 0, histogram: [], entities: [], ...more,
});

describe('a backtest in words', () => {
  it('tells how far it is', () => {
    expect(backtestWords(hunt('RUNNING'), 65_000)).toBe('6,000 of 12,000 events, 40 matches so far, 1 min 5 s');
    expect(backtestWords(hunt('WAITING'), null)).toBe('It waits for its turn.');
  });

  it('ends with what the rule would have opened', () => {
    expect(backtestWords(hunt('DONE'), 1)).toBe('15 alerts predicted, 40 matches, 0.5 a day');
    expect(backtestWords(hunt('DONE', { alerts: 1, matches: 1 }), 1)).toBe('1 alert predicted, 1 match, under 0.1 a day');
    expect(backtestWords(hunt('DONE', { eventsTotal: 0 }), 1)).toBe('No event is kept for this range.');
  });

  it('says why it did not finish', () => {
    expect(backtestWords(hunt('FAILED', { problem: 'the lake is gone' }), 1)).toBe('It did not finish: the lake is gone.');
    expect(backtestWords(hunt('CANCELLED'), null)).toBe('Cancelled: 6,000 of 12,000 events, 40 matches so far');
  });
});

describe('the range of a backtest', () => {
  it('ends now', () => {
    expect(spanOf('day', NOW)).toEqual({ from: '2026-11-20T09:00:00.000Z', to: '2026-11-21T09:00:00.000Z' });
    expect(Date.parse(spanOf('all', NOW).to) - Date.parse(spanOf('all', NOW).from)).toBe(400 * 86_400_000);
  });
});
