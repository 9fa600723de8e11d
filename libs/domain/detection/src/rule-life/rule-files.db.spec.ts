import { actorOf } from '../fixtures/actor-of';
import { mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { RuleStage } from '../testing/rule-stage';
import { RuleFiles } from './rule-files';
import { RuleList } from './rule-list';
import { RuleSettings } from './rule-settings';

const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const OWN = '9c4b2a10-1111-4f0e-9f5e-5f0f4d1c2a11';
const PATH = 'own/curl.yml';

const ownRule = (image: string, more = ''): string => `title: Curl is used
id: ${OWN}
status: test
level: medium
logsource:
  product: windows
  category: process_creation
detection:
  tool:
    Image|endswith: '\\${image}.exe'
  condition: tool
${more}`;

let stage: RuleStage;
let files: RuleFiles;
let settings: RuleSettings;
let list: RuleList;

beforeAll(async () => {
  stage = await RuleStage.open();
  const deps = { database: stage.db.database, clock: stage.clock };
  files = new RuleFiles(deps);
  settings = new RuleSettings(deps);
  list = new RuleList(deps);
});
afterAll(() => stage?.close());
beforeEach(() => stage.begin({ 'mshta.yml': mshtaRule, 'whoami.yml': whoamiRule }));

const run = (image: string) => processCreation(stage.now(), { Image: `C:\\tools\\${image}.exe`, CommandLine: image });

describe('a rule of one\'s own', () => {
  it('waits to be enabled, and fires from the next segment on', async () => {
    const { acme } = stage;
    const saved = await files.save(acme, { path: PATH, yaml: ownRule('curl'), note: 'first try' });
    expect(saved).toMatchObject({ file: { path: PATH, version: 1, changedBy: 'system:test' }, rules: [{ rule_id: OWN, enabled: false, replacesPack: false }] });
    expect(await stage.send(acme, run('curl'))).toEqual([]);
    await settings.setEnabled(acme, [OWN], true);
    expect(await stage.send(acme, run('curl'))).toEqual(['Curl is used']);
  });

  it('starts at once where that is said', async () => {
    await files.save(stage.acme, { path: PATH, yaml: ownRule('curl'), enable: true });
    expect(await stage.send(stage.acme, run('curl'))).toEqual(['Curl is used']);
  });

  it('keeps running while it is edited, and a rollback takes effect', async () => {
    const { acme } = stage;
    await files.save(acme, { path: PATH, yaml: ownRule('curl'), enable: true });
    await files.save(acme, { path: PATH, yaml: ownRule('wget') });
    expect(await stage.send(acme, run('curl'))).toEqual([]);
    expect(await stage.send(acme, run('wget'))).toEqual(['Curl is used']);
    await stage.closeAll(acme, 'benign');
    expect((await files.rollback(acme, PATH, 1)).file).toMatchObject({ version: 3, yaml: ownRule('curl') });
    expect(await stage.send(acme, run('wget'))).toEqual([]);
    expect(await stage.send(acme, run('curl'))).toEqual(['Curl is used']);
    expect((await files.versions(acme, PATH)).map(({ version, note }) => [version, note])).toEqual([[3, 'back to version 1'], [2, ''], [1, '']]);
    expect(await files.diff(acme, PATH, { from: 1, to: 2 })).toContain("-    Image|endswith: '\\curl.exe'\n+    Image|endswith: '\\wget.exe'\n");
    expect(await files.text(acme, PATH, 2)).toBe(ownRule('wget'));
  });

  it('comes back from removal as it was', async () => {
    const { acme } = stage;
    await files.save(acme, { path: PATH, yaml: ownRule('curl'), enable: true });
    await files.remove(acme, PATH, 'not needed');
    expect(await stage.send(acme, run('curl'))).toEqual([]);
    expect(await files.list(acme)).toEqual([]);
    expect((await files.versions(acme, PATH))[0]).toMatchObject({ version: 2, removed: true, note: 'not needed' });
    await expect(files.rollback(acme, PATH, 2)).rejects.toMatchObject({ code: 'rule_file.not_found' });
    await files.rollback(acme, PATH, 1);
    expect(await stage.send(acme, run('curl'))).toEqual(['Curl is used']);
  });

  it('takes the place of a pack\'s rule without a gap, and gives it back', async () => {
    const { acme } = stage;
    const own = mshtaRule.replace('Mshta runs a remote page', 'Mshta, our way');
    expect((await files.save(acme, { path: 'own/mshta.yml', yaml: own })).rules).toMatchObject([{ enabled: true, replacesPack: true }]);
    expect(await stage.send(acme, processCreation(stage.now()))).toEqual(['Mshta, our way']);
    expect(await list.get(acme, MSHTA)).toMatchObject({ own: true, title: 'Mshta, our way', replaces: { pack: 'test', yaml: mshtaRule } });
    await stage.closeAll(acme, 'benign');
    await files.remove(acme, 'own/mshta.yml');
    expect(await stage.send(acme, processCreation(stage.now()))).toEqual(['Mshta runs a remote page']);
  });

  it('may be a correlation of rules in a pack, named by id', async () => {
    const { acme } = stage;
    const correlation = `title: Page, then question
id: 1c4b2a10-2222-4f0e-9f5e-5f0f4d1c2a11
level: high
correlation:
  type: temporal
  rules: [${MSHTA}, 5b3c86a0-0b1e-4b3d-8b0a-8f0e1c8c7d22]
  group-by: [Computer]
  timespan: 10m
`;
    expect((await files.save(acme, { path: 'own/both.yml', yaml: correlation })).rules).toMatchObject([{ kind: 'correlation', title: 'Page, then question' }]);
    await expect(files.save(acme, { path: 'own/other.yml', yaml: correlation.replace(MSHTA, 'nobody').replace('1c4b', '2c4b') }))
      .rejects.toMatchObject({ code: 'rule_file.refused', facts: { line: 6, reason: expect.stringContaining('nobody') } });
  });
});

describe('a file that cannot run', () => {
  it.each([
    ['broken YAML', 'title: [', 'rule_file.refused'],
    ['nothing', '', 'rule_file.refused'],
    ['two rules of one id', `${ownRule('a')}---\n${ownRule('b')}`, 'rule_file.refused'],
    ['an unknown modifier', ownRule('curl').replace('endswith', 'endzwith'), 'rule_file.refused'],
    ['an id nobody can read', ownRule('curl').replace(OWN, '"a\\u202eb"'), 'rule_file.refused'],
    ['too much', `${ownRule('curl')}# ${'x'.repeat(300_000)}`, 'rule_file.refused'],
  ])('is refused for %s', async (_what, yaml, code) => {
    await expect(files.save(stage.acme, { path: PATH, yaml })).rejects.toMatchObject({ code });
    expect(await files.list(stage.acme)).toEqual([]);
  });

  it('says where', async () => {
    const fault = await files.save(stage.acme, { path: PATH, yaml: ownRule('curl').replace('condition: tool', 'condition: tol') }).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'rule_file.refused', facts: { line: 11, column: expect.any(Number), reason: expect.stringContaining('tol') } });
  });

  it.each(['curl.yml', 'own/', 'own/../x.yml', 'own/.git/x.yml', 'Own/x.yml', 'own/x.txt', 'own/a\u0000.yml', `own/${'x'.repeat(440)}.yml`, 'own\\x.yml', 'own//x.yml', '/own/x.yml'])('is refused as %j', async (path) => {
    await expect(files.save(stage.acme, { path, yaml: ownRule('curl') })).rejects.toMatchObject({ code: 'rule_file.path_malformed' });
  });

  it('is refused under the name of a pack that all share, with the id of another file, or over somebody\'s newer text', async () => {
    const { acme } = stage;
    await expect(files.save(acme, { path: 'test/x.yml', yaml: ownRule('curl') })).rejects.toMatchObject({ code: 'rule_pack.name_taken' });
    await files.save(acme, { path: PATH, yaml: ownRule('curl'), editedVersion: 0 });
    await expect(files.save(acme, { path: 'own/two.yml', yaml: ownRule('wget') })).rejects.toMatchObject({ code: 'rule_file.id_taken', facts: { ruleId: OWN, path: PATH } });
    await files.save(acme, { path: PATH, yaml: ownRule('wget'), editedVersion: 1 });
    await expect(files.save(acme, { path: PATH, yaml: ownRule('nc'), editedVersion: 1 })).rejects.toMatchObject({ code: 'rule_file.changed_since' });
    expect(await files.lint(acme, { path: 'own/two.yml', yaml: ownRule('nc') })).toContainEqual(expect.objectContaining({ code: 'same-id', severity: 'error' }));
    expect(await files.lint(acme, { path: 'own/\u0000\ud800.yml', yaml: '\u0000' })).not.toEqual([]);
  });

  it('loses none of many who save at once', async () => {
    const { acme } = stage;
    await Promise.all(Array.from({ length: 8 }, (_, n) => files.save(acme, { path: PATH, yaml: ownRule(`tool${n}`) })));
    expect((await files.versions(acme, PATH)).map(({ version }) => version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });
});

describe('whoever may not change rules', () => {
  it('is refused', async () => {
    const viewer = actorOf(stage.acme, ['rule:read']);
    await expect(files.save(viewer, { path: PATH, yaml: ownRule('curl') })).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(files.remove(viewer, PATH)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(files.rollback(viewer, PATH, 1)).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('another tenant', () => {
  it('cannot list, read or change it, and runs none of it', async () => {
    const { acme, globex } = stage;
    await files.save(acme, { path: PATH, yaml: ownRule('curl'), enable: true });
    expect(await files.list(globex)).toEqual([]);
    await expect(list.get(globex, OWN)).rejects.toMatchObject({ code: 'rule.not_found' });
    await expect(settings.setEnabled(globex, [OWN], false)).rejects.toMatchObject({ code: 'rule.not_found' });
    for (const ask of [files.versions(globex, PATH), files.text(globex, PATH, 1), files.diff(globex, PATH, { from: 1, to: 1 }), files.rollback(globex, PATH, 1), files.remove(globex, PATH)]) {
      await expect(ask).rejects.toMatchObject({ code: 'rule_file.not_found' });
    }
    expect(await stage.send(globex, run('curl'))).toEqual([]);
    expect((await files.save(globex, { path: PATH, yaml: ownRule('nc') })).file.version).toBe(1);
    expect((await files.list(acme))[0]?.yaml).toBe(ownRule('curl'));
  });
});
