import { dateFrom } from '@vedette/kernel';
import { actorOf } from '../fixtures/actor-of';
import { lsassRule, mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { DriftReport } from './drift-report';
import { Exclusions } from './exclusions';
import { RuleStage } from '../testing/rule-stage';
import { RuleFiles } from './rule-files';
import { RuleSettings } from './rule-settings';

const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const WHOAMI = '5b3c86a0-0b1e-4b3d-8b0a-8f0e1c8c7d22';
const began = dateFrom(0);

let stage: RuleStage;
let drift: DriftReport;

beforeAll(async () => {
  stage = await RuleStage.open();
  drift = new DriftReport({ database: stage.db.database, clock: stage.clock });
});
afterAll(() => stage?.close());
beforeEach(() => stage.begin({ 'mshta.yml': mshtaRule, 'whoami.yml': whoamiRule }));

const deps = () => ({ database: stage.db.database, clock: stage.clock });
const upgrade = () => stage.upgrade({ 'mshta.yml': mshtaRule.replace('contains: http', 'contains: https'), 'lsass.yml': lsassRule });

describe('an upgrade of a pack', () => {
  it('shows what changed, with what this tenant had decided first', async () => {
    const { acme } = stage;
    expect(await drift.since(acme, began)).toEqual({ changes: [], total: 0 });
    await stage.send(acme, processCreation(stage.now()));
    await new RuleSettings(deps()).overrideSeverity(acme, MSHTA, 'critical');
    await new Exclusions(deps()).add(acme, { ruleId: MSHTA, fields: [{ name: 'User', value: 'x', match: 'exact' }], reason: 'x' });
    await upgrade();
    const { changes, total } = await drift.since(acme, began);
    expect(total).toBe(3);
    expect(changes[0]).toMatchObject({ ruleId: MSHTA, pack: 'test', path: 'mshta.yml', change: 'changed', concerns: true, enabled: true, severity: 'critical', exclusions: 1, matched: 1, alerts: 1, replaced: false });
    expect(changes[0]?.diff).toContain('-  remote: { CommandLine|contains: http }\n+  remote: { CommandLine|contains: https }\n');
    expect(changes.slice(1).map(({ change, concerns, before }) => [change, concerns, before === null])).toEqual([['added', false, true], ['removed', false, false]]);
    expect(await drift.since(acme, dateFrom(stage.now()))).toEqual({ changes: [], total: 0 });
  });

  it('names the own rules that stand in the place of one it changed', async () => {
    await new RuleFiles(deps()).save(stage.acme, { path: 'own/w.yml', yaml: whoamiRule.replace('level: low', 'level: high') });
    await upgrade();
    expect((await drift.since(stage.acme, began)).changes[0]).toMatchObject({ ruleId: WHOAMI, change: 'removed', replaced: true, concerns: true });
  });

  it('is for those who may read rules', async () => {
    await expect(drift.since(actorOf(stage.acme, ['alert:read']), began)).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect(await drift.since(stage.acme, dateFrom(NaN))).toEqual({ changes: [], total: 0 });
  });
});

describe('another tenant', () => {
  it('sees the same changes, and nothing of what this one decided or saw', async () => {
    await stage.send(stage.acme, processCreation(stage.now()));
    await new RuleSettings(deps()).setEnabled(stage.acme, [MSHTA], false);
    await upgrade();
    const { changes } = await drift.since(stage.globex, began);
    expect(changes.map(({ concerns, enabled, matched }) => [concerns, enabled, matched])).toEqual([[false, null, 0], [false, null, 0], [false, null, 0]]);
  });
});
