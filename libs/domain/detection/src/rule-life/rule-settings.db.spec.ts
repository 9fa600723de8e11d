import { actorOf } from '../fixtures/actor-of';
import { mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { RuleStage } from '../testing/rule-stage';
import { RuleList } from './rule-list';
import { RuleSettings } from './rule-settings';

const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const WHOAMI = '5b3c86a0-0b1e-4b3d-8b0a-8f0e1c8c7d22';

let stage: RuleStage;
let settings: RuleSettings;
let list: RuleList;

beforeAll(async () => {
  stage = await RuleStage.open();
  settings = new RuleSettings({ database: stage.db.database, clock: stage.clock });
  list = new RuleList({ database: stage.db.database, clock: stage.clock });
});
afterAll(() => stage?.close());
beforeEach(() => stage.begin({ 'mshta.yml': mshtaRule, 'whoami.yml': whoamiRule }));

const event = (more: object = {}) => processCreation(stage.now(), { ...more });

describe('a rule that is switched off', () => {
  it('opens no alert from the next segment on, and does again once it is switched on', async () => {
    const { acme } = stage;
    expect(await stage.send(acme, event())).toHaveLength(1);
    expect(await settings.setEnabled(acme, [MSHTA], false, 'too noisy')).toEqual([{ ruleId: MSHTA, enabled: true, severity: null, note: '', changedBy: null, changedAt: null }]);
    await stage.closeAll(acme, 'benign');
    expect(await stage.send(acme, event())).toEqual([]);
    expect(await settings.setEnabled(acme, [MSHTA], true)).toMatchObject([{ enabled: false, note: 'too noisy', changedBy: 'system:test' }]);
    expect(await stage.send(acme, event())).toEqual(['Mshta runs a remote page']);
  });

  it('may be one of many, all or none of which change', async () => {
    const { acme } = stage;
    await expect(settings.setEnabled(acme, [MSHTA, 'no-such'], false)).rejects.toMatchObject({ code: 'rule.not_found', facts: { ruleId: 'no-such' } });
    expect((await list.get(acme, MSHTA)).enabled).toBe(true);
    expect(await settings.setEnabled(acme, [MSHTA, WHOAMI, MSHTA], false)).toHaveLength(2);
    expect((await list.list(acme, { first: 10, filter: { enabled: false } })).edges).toHaveLength(2);
  });

  it.each([[[], 'rule.none_named'], [Array.from({ length: 1_001 }, (_, n) => `r${n}`), 'rule.none_named'], [['\u0000', '\ud800'], 'rule.not_found']])('is refused for %j', async (ids, code) => {
    await expect(settings.setEnabled(stage.acme, ids, false)).rejects.toMatchObject({ code });
  });

  it('is refused with an endless note', async () => {
    await expect(settings.setEnabled(stage.acme, [MSHTA], false, 'x'.repeat(1_001))).rejects.toMatchObject({ code: 'rule.note_too_long' });
  });
});

describe('another severity', () => {
  it('is that of the next alert, until it is taken back', async () => {
    const { acme } = stage;
    expect(await settings.overrideSeverity(acme, MSHTA, 'low', 'a test bench')).toMatchObject({ severity: null });
    await stage.send(acme, event());
    await stage.closeAll(acme, 'benign');
    expect(await settings.overrideSeverity(acme, MSHTA, null)).toMatchObject({ severity: 'low', note: 'a test bench' });
    await stage.send(acme, event());
    expect((await stage.alerts.list(acme, { first: 10 })).alerts.map(({ severity }) => severity).sort()).toEqual(['high', 'low']);
  });

  it('leaves a rule that is switched off as it is', async () => {
    await settings.setEnabled(stage.acme, [MSHTA], false);
    await settings.overrideSeverity(stage.acme, MSHTA, 'critical');
    expect(await list.get(stage.acme, MSHTA)).toMatchObject({ enabled: false, severity: 'critical', level: 'high' });
  });
});

describe('whoever may not change rules', () => {
  it('is refused', async () => {
    const viewer = actorOf(stage.acme, ['rule:read']);
    await expect(settings.setEnabled(viewer, [MSHTA], false)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(settings.overrideSeverity(viewer, MSHTA, 'low')).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('another tenant', () => {
  it('keeps its own settings and sees none of these', async () => {
    await settings.setEnabled(stage.acme, [MSHTA], false);
    await settings.overrideSeverity(stage.acme, MSHTA, 'critical', 'secret');
    expect(await list.get(stage.globex, MSHTA)).toMatchObject({ enabled: true, severity: null, setting: { note: '', changedBy: null } });
    expect(await stage.send(stage.globex, event())).toHaveLength(1);
    await settings.setEnabled(stage.globex, [MSHTA], true);
    expect(await list.get(stage.acme, MSHTA)).toMatchObject({ enabled: false, severity: 'critical' });
  });
});
