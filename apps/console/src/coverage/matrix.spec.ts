import { cellsOf, columnsOf, countStates, stateOf } from './matrix';
import type { Coverage, Technique } from './matrix';

const technique = (id: string, more: Partial<Technique> = {}): Technique => ({ id, name: `Name of ${id}`, tactics: ['execution'], enabled: 0, disabled: 0, visible: 0, alerts: 0, ...more });
const coverage: Coverage = {
  tactics: [
    { id: 'execution', name: 'Execution' },
    { id: 'persistence', name: 'Persistence' },
    { id: 'impact', name: 'Impact' },
  ],
  techniques: [
    technique('T1053', { tactics: ['execution', 'persistence'], disabled: 2 }),
    technique('T1053.005', { tactics: ['execution', 'persistence'], enabled: 3, visible: 1, name: 'Scheduled Task' }),
    technique('T1059', { enabled: 1 }),
    technique('T1204'),
  ],
  unknown: [],
  kinds: [],
};
const any = { text: '', state: null };
const ids = (view: Parameters<typeof columnsOf>[2], subs = false) => columnsOf(coverage, cellsOf(coverage, subs), view).map(({ id, cells }) => [id, cells.map((cell) => cell.technique.id)]);

describe('how a technique is watched', () => {
  it.each([
    [{ alerts: 1, disabled: 1 }, 'alerts'],
    [{ enabled: 2, visible: 1 }, 'visible'],
    [{ enabled: 2, disabled: 1 }, 'blind'],
    [{ disabled: 1 }, 'off'],
    [{}, 'none'],
  ])('of %j is %s', (counts, state) => {
    expect(stateOf(technique('T1', counts))).toBe(state);
  });
});

describe('the matrix', () => {
  it('has a technique under each of its tactics, and leaves out a tactic with nothing to show', () => {
    expect(ids(any)).toEqual([['execution', ['T1053', 'T1059', 'T1204']], ['persistence', ['T1053']]]);
  });

  it('folds sub-techniques into the one above, which is as good as the best of them', () => {
    expect(cellsOf(coverage, false)[0]).toMatchObject({ state: 'visible', below: [{ id: 'T1053.005' }] });
    expect(cellsOf(coverage, true).map(({ technique: { id }, state }) => [id, state])).toEqual([['T1053', 'off'], ['T1053.005', 'visible'], ['T1059', 'blind'], ['T1204', 'none']]);
  });

  it('counts each technique once, whatever number of tactics it has', () => {
    expect(countStates(cellsOf(coverage, false))).toEqual({ alerts: 0, visible: 1, blind: 1, off: 0, none: 1 });
  });

  it('is searched by id and words, and finds a folded one by the one above', () => {
    expect(ids({ text: 'scheduled TASK', state: null })).toEqual([['execution', ['T1053']], ['persistence', ['T1053']]]);
    expect(ids({ text: 'scheduled task', state: null }, true)).toEqual([['execution', ['T1053', 'T1053.005']], ['persistence', ['T1053', 'T1053.005']]]);
    expect(ids({ text: 't1204', state: null })).toEqual([['execution', ['T1204']]]);
    expect(ids({ text: '.*', state: null })).toEqual([]);
  });

  it('shows those of one state', () => {
    expect(ids({ text: '', state: 'blind' })).toEqual([['execution', ['T1059']]]);
  });
});
