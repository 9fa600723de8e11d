import { actorOf } from '../fixtures/actor-of';
import { lsassRule, mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { Coverage } from './coverage';
import { RuleStage } from '../testing/rule-stage';
import { RuleFiles } from './rule-files';
import { RuleSettings } from './rule-settings';

const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const web = `title: Web shell
id: 2f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11
tags: [attack.t1218.005, attack.t9999, attack.execution, 'attack.T1505.003']
logsource: { category: webserver }
detection: { x: { a: b }, condition: x }
`;

let stage: RuleStage;
let coverage: Coverage;

beforeAll(async () => {
  stage = await RuleStage.open();
  coverage = new Coverage({ database: stage.db.database, clock: stage.clock });
});
afterAll(() => stage?.close());
beforeEach(() => stage.begin({ 'mshta.yml': mshtaRule, 'whoami.yml': whoamiRule, 'lsass.yml': lsassRule, 'web.yml': web }));

const technique = async (id: string, actor = stage.acme) => (await coverage.matrix(actor)).techniques.find((one) => one.id === id);

describe('the coverage of ATT&CK', () => {
  it('knows all techniques, and names what is none', async () => {
    const { techniques, tactics, unknown, kinds } = await coverage.matrix(stage.acme);
    expect([techniques.length, tactics.length, kinds]).toEqual([691, 14, []]);
    expect(unknown).toEqual([{ id: 'T9999', rules: 1 }]);
    expect(techniques.find(({ id }) => id === 'T1505.003')).toMatchObject({ name: 'Web Shell', tactics: ['persistence'], enabled: 1 });
  });

  it('tells rules that run from those that would see something, and from those that did', async () => {
    const { acme } = stage;
    expect(await technique('T1218.005')).toMatchObject({ name: 'Mshta', enabled: 2, disabled: 0, visible: 0, alerts: 0 });
    await stage.send(acme, processCreation(stage.now()));
    expect(await technique('T1218.005')).toMatchObject({ enabled: 2, disabled: 0, visible: 1, alerts: 1 });
    expect((await coverage.matrix(acme)).kinds).toEqual(['windows/sysmon']);
    await new RuleSettings({ database: stage.db.database }).setEnabled(acme, [MSHTA], false);
    expect(await technique('T1218.005')).toMatchObject({ enabled: 1, disabled: 1, visible: 0, alerts: 1 });
  });

  it('counts a rule and the own one in its place once', async () => {
    const { acme } = stage;
    await new RuleFiles({ database: stage.db.database }).save(acme, { path: 'own/m.yml', yaml: mshtaRule.replace('attack.t1218.005', 'attack.t1059') });
    expect(await technique('T1218.005')).toMatchObject({ enabled: 1 });
    expect(await technique('T1059')).toMatchObject({ enabled: 1 });
  });

  it('is for those who may read rules', async () => {
    await expect(coverage.matrix(actorOf(stage.acme, ['alert:read']))).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('another tenant', () => {
  it('sees its own sources, settings and alerts only', async () => {
    await stage.send(stage.acme, processCreation(stage.now()));
    await new RuleSettings({ database: stage.db.database }).setEnabled(stage.acme, [MSHTA], false);
    expect(await technique('T1218.005', stage.globex)).toMatchObject({ enabled: 2, disabled: 0, visible: 0, alerts: 0 });
    expect((await coverage.matrix(stage.globex)).kinds).toEqual([]);
  });
});
