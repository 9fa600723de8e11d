import { compileRules, loadRules } from '@vedette/sigma';
import { mshtaRule, nestedProcessCreation, processCreation } from '../fixtures/windows-events';
import { groupMatches } from './group-matches';

const NOW = 1_763_600_000_000;
const rules = compileRules(loadRules([{ origin: 'test/mshta.yml', text: mshtaRule }]).rules);
const group = (events: unknown[]) => groupMatches(events.map((event) => JSON.stringify(event)), rules, NOW);

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

  it('goes on behind an event that it fails on, and says so without repeating it', async () => {
    const lines = ['{"password": hunter2', JSON.stringify(processCreation(NOW))];
    const { groups, failed, firstFailure } = await groupMatches(lines, rules, NOW);
    expect([groups.length, failed]).toEqual([1, 1]);
    expect(firstFailure).toMatch(/^SyntaxError/);
    expect(firstFailure).not.toContain('hunter2');
  });
});
