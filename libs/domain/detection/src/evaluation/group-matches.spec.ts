import { planOf } from '../fixtures/plans';
import { mshtaRule, nestedProcessCreation, processCreation } from '../fixtures/windows-events';
import { groupMatches } from './group-matches';

const NOW = 1_763_600_000_000;
const plan = planOf([mshtaRule]);
const group = (events: unknown[]) => groupMatches(events.map((event) => JSON.stringify(event)), plan, NOW);

describe('grouping what a segment matches', () => {
  it('puts events of one rule and entity together, in order of their time', async () => {
    const { groups, kind, firstAt, lastAt } = await group([
      processCreation(NOW - 1_000),
      processCreation(NOW - 9_000),
      nestedProcessCreation(NOW - 5_000),
      processCreation(NOW - 1_000, { Computer: 'ws-015' }),
      { EventID: 4624 },
    ]);
    expect(groups.map(({ entity, hits }) => [entity.value, hits.map(({ index }) => index)])).toEqual([['ws-014', [1, 2, 0]], ['ws-015', [3]]]);
    expect([kind?.startsWith('windows'), firstAt, lastAt]).toEqual([true, NOW - 9_000, NOW]);
  });

  it('gives an event without a sane time the time of its receipt', async () => {
    const times = [{ UtcTime: '9999-12-31 23:59:59.999' }, { UtcTime: '1601-01-01 00:00:00.000' }, { UtcTime: undefined }, { UtcTime: 'soon' }];
    const { groups } = await group(times.map((time) => processCreation(NOW, time)));
    expect(groups[0]?.hits.map(({ at }) => at)).toEqual([NOW, NOW, NOW, NOW]);
  });

  it('measures how good the events are as data', async () => {
    const { quality } = await group([
      processCreation(NOW),
      processCreation(NOW - 2 * 3_600_000),
      processCreation(NOW + 600_000),
      processCreation(NOW, { UtcTime: 'soon' }),
      { hello: 'world' },
    ]);
    expect(quality).toEqual({ unparsed: 1, untimed: 2, late: 1, ahead: 1 });
  });

  it('feeds correlations with the fields they compare, and lets parts of correlations of their own pack be silent', async () => {
    const correlation = (id: string, rules: string, generate: boolean) =>
      `title: ${id}\nid: ${id}\ncorrelation: {type: event_count, rules: [${rules}], group-by: [Computer], timespan: 5m, condition: {gte: 3}, generate: ${generate}}\n`;
    const id = /^id: (.*)$/m.exec(mshtaRule)?.[1] ?? '';
    const quiet = await groupMatches([JSON.stringify(processCreation(NOW))], planOf([mshtaRule, correlation('burst', id, false)]), NOW);
    expect([...quiet.inputs.values()]).toEqual([[[id, NOW, 0, { Computer: 'ws-014' }]]]);
    expect([quiet.groups, quiet.counts.get(id)]).toEqual([[], { matched: 1, excluded: 0, lastAt: NOW }]);
    const loud = await groupMatches([JSON.stringify(processCreation(NOW))], planOf([mshtaRule, correlation('burst', id, true)]), NOW);
    expect([loud.groups.length, loud.inputs.size]).toEqual([1, 1]);
  });

  it('goes on behind an event that it fails on, and says so without repeating it', async () => {
    const lines = ['{"password": hunter2', JSON.stringify(processCreation(NOW))];
    const { groups, failed, firstFailure } = await groupMatches(lines, plan, NOW);
    expect([groups.length, failed]).toEqual([1, 1]);
    expect(firstFailure).toMatch(/^SyntaxError/);
    expect(firstFailure).not.toContain('hunter2');
  });
});
