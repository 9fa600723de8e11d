import type { AlertRow } from '@vedette/api-client';
import { liveList, nothingYet, rowsOf } from './live-list';
import type { LiveAction, LiveList, PageView } from './live-list';

const alert = (id: string, minute: number, more: Partial<AlertRow> = {}): AlertRow => ({
  id,
  rule: { id: 'r1', title: 'Encoded PowerShell' },
  severity: 'HIGH',
  status: 'OPEN',
  resolution: null,
  attack: [],
  entity: { kind: 'host', value: 'ws-014' },
  source: 'windows',
  reason: 'Powershell.exe ran on ws-014',
  firstEventAt: '2026-11-20T10:00:00.000Z',
  lastEventAt: '2026-11-20T10:00:00.000Z',
  eventCount: 1,
  openedAt: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
  changedAt: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
  assignee: null,
  suppressed: false,
  ...more,
});
const pages = [alert('b', 20), alert('a', 10)];
const page: PageView = { ids: new Set(['a', 'b']), oldest: null, matches: ({ severity }) => severity === 'HIGH' };
const after = (...actions: LiveAction[]): LiveList => actions.reduce(liveList, nothingYet);
const change = (row: AlertRow, view = page): LiveAction => ({ type: 'change', alert: row, page: view });
const ids = (list: LiveList) => rowsOf(list, pages).map(({ id }) => id);

describe('the live list', () => {
  it('announces a new alert and moves nothing until it is asked to', () => {
    const list = after(change(alert('c', 30)));
    expect([ids(list), list.waiting.length]).toEqual([['b', 'a'], 1]);
    expect(ids(liveList(list, { type: 'show' }))).toEqual(['c', 'b', 'a']);
  });

  it('changes a row in its place', () => {
    const list = after(change(alert('a', 10, { eventCount: 7, changedAt: '2026-11-20T11:00:00.000Z' })));
    expect(list.waiting).toEqual([]);
    expect(rowsOf(list, pages).map(({ eventCount }) => eventCount)).toEqual([1, 7]);
  });

  it('never puts an older state over a newer one', () => {
    const list = after(change(alert('a', 10, { eventCount: 7, changedAt: '2026-11-20T09:00:00.000Z' })));
    expect(rowsOf(list, pages)[1]?.eventCount).toBe(1);
  });

  it('counts a new alert once however often it changes', () => {
    const list = after(change(alert('c', 30)), change(alert('c', 30, { eventCount: 2 })));
    expect(list.waiting.map(({ eventCount }) => eventCount)).toEqual([2]);
  });

  it('announces only what the filter shows, but keeps a row that ceased to fit', () => {
    expect(after(change(alert('c', 30, { severity: 'LOW' }))).waiting).toEqual([]);
    expect(ids(after(change(alert('a', 10, { severity: 'LOW' }))))).toEqual(['b', 'a']);
    expect(after(change(alert('c', 30)), change(alert('c', 30, { severity: 'LOW' }))).waiting).toEqual([]);
  });

  it('shows the very first alert at once: on an empty page nothing can jump', () => {
    const view = { ...page, ids: new Set<string>() };
    const list = after(change(alert('a', 10), view), change(alert('b', 20), view));
    expect([list.shown.map(({ id }) => id), list.waiting.map(({ id }) => id)]).toEqual([['a'], ['b']]);
  });

  it('leaves an older alert to "Load more"', () => {
    const view = { ...page, oldest: '2026-11-20T10:10:00.000Z' };
    expect(after(change(alert('z', 1), view)).waiting).toEqual([]);
    expect(after(change(alert('z', 1))).waiting).toHaveLength(1);
  });

  it('holds everything while paused and takes it in order afterwards', () => {
    const paused = after({ type: 'pause' }, change(alert('c', 30)), change(alert('a', 10, { eventCount: 9, changedAt: '2026-11-20T12:00:00.000Z' })));
    expect([paused.held?.length, paused.waiting.length, rowsOf(paused, pages)[1]?.eventCount]).toEqual([2, 0, 1]);
    const resumed = liveList(paused, { type: 'resume', page });
    expect([resumed.held, resumed.waiting.length, rowsOf(resumed, pages)[1]?.eventCount]).toEqual([null, 1, 9]);
  });
});
