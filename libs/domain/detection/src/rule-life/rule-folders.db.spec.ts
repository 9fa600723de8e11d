import { newId } from '@vedette/kernel';
import { actorOf } from '../fixtures/actor-of';
import { mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { zipOf } from '../fixtures/zip';
import { RuleStage } from '../testing/rule-stage';
import { RuleFiles } from './rule-files';
import { RuleFolders } from './rule-folders';
import { RuleTests } from './rule-tests';

const ID = '3f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const own = (title: string, id = ID) => mshtaRule.replace('0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11', id).replace('Mshta runs a remote page', title);
const passing = JSON.stringify([{ name: 'fires', event: processCreation(0), matches: true }]);

let stage: RuleStage;
let folders: RuleFolders;
let files: RuleFiles;

beforeAll(async () => {
  stage = await RuleStage.open();
  const deps = { database: stage.db.database, clock: stage.clock };
  folders = new RuleFolders(deps);
  files = new RuleFiles(deps);
});
afterAll(() => stage?.close());
beforeEach(() => stage.begin({ 'whoami.yml': whoamiRule }));

const paths = async (actor = stage.acme) => (await files.list(actor)).map(({ path }) => path);

describe('a folder of rules', () => {
  it('says what it would do, does it, and does nothing the second time', async () => {
    const { acme } = stage;
    const folder = [{ path: 'a.yml', text: own('One') }, { path: 'sub/b.yml', text: own('Two', '4f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11') }, { path: 'a.tests.json', text: passing }];
    const dry = await folders.apply(acme, { pack: 'ours', files: folder, dryRun: true });
    expect(dry).toEqual({ pack: 'ours', applied: false, added: ['ours/a.yml', 'ours/sub/b.yml'], changed: [], removed: [], unchanged: [], refused: [], failedTests: [], tests: 1 });
    expect(await paths()).toEqual([]);
    expect(await folders.apply(acme, { pack: 'ours', files: folder, enable: true })).toEqual({ ...dry, applied: true });
    expect(await stage.send(acme, processCreation(stage.now()))).toEqual(['One', 'Two']);
    expect(await new RuleTests({ database: stage.db.database }).list(acme, ID)).toMatchObject([{ name: 'fires' }]);
    expect(await folders.apply(acme, { pack: 'ours', files: folder })).toMatchObject({ applied: true, added: [], changed: [], unchanged: ['ours/a.yml', 'ours/sub/b.yml'] });
    const versions = await files.versions(acme, 'ours/a.yml');
    expect(versions).toHaveLength(1);
  });

  it('becomes the pack: what is not in it goes, a rule may move, and other packs stay', async () => {
    const { acme } = stage;
    await files.save(acme, { path: 'own/x.yml', yaml: own('Mine', '5f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11') });
    await folders.apply(acme, { pack: 'ours', files: [{ path: 'a.yml', text: own('One') }, { path: 'a.tests.json', text: passing }], enable: true });
    const plan = await folders.apply(acme, { pack: 'ours', files: [{ path: 'moved/a.yml', text: own('One, moved') }] });
    expect(plan).toMatchObject({ applied: true, added: ['ours/moved/a.yml'], removed: ['ours/a.yml'] });
    expect(await paths()).toEqual(['ours/moved/a.yml', 'own/x.yml']);
    expect(await stage.send(acme, processCreation(stage.now()))).toEqual(['One, moved']);
    expect(await new RuleTests({ database: stage.db.database }).list(acme, ID)).toEqual([]);
    await folders.apply(acme, { pack: 'ours', files: [] });
    expect(await paths()).toEqual(['own/x.yml']);
  });

  it('with one bad file applies nothing and names every one', async () => {
    const { acme } = stage;
    await files.save(acme, { path: 'own/x.yml', yaml: own('Mine') });
    const plan = await folders.apply(acme, { pack: 'ours', files: [
      { path: 'good.yml', text: own('Good', '6f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11') },
      { path: 'bad.yml', text: own('Bad', '7f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11').replace('tool and remote', 'tool and remoet') },
      { path: 'taken.yml', text: own('Taken') },
      { path: 'twice.yml', text: own('Good', '6f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11') },
      { path: 'a\\up.yml', text: own('Up', '8f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11') },
      { path: '.github/x.yml', text: 'no rule' },
      { path: 'lonely.tests.yml', text: '- { name: a, event: { a: 1 }, matches: true }' },
      { path: 'good.tests.yml', text: '- { name: a' },
    ] });
    expect(plan).toMatchObject({ applied: false });
    expect(plan.refused.map(({ path, line }) => [path, line])).toEqual(expect.arrayContaining([
      ['ours/bad.yml', 12], ['ours/taken.yml', null], ['ours/twice.yml', null], ['ours/a\\up.yml', null], ['ours/lonely.tests.yml', null], ['ours/good.tests.yml', 1],
    ]));
    expect(plan.refused).toHaveLength(6);
    expect(await paths()).toEqual(['own/x.yml']);
  });

  it('with a failed test applies nothing and says why', async () => {
    const text = `- name: quiet\n  event: { Channel: Microsoft-Windows-Sysmon/Operational, EventID: 1, Image: 'C:\\mshta.exe', CommandLine: 'http://x' }\n  matches: false\n`;
    const plan = await folders.apply(stage.acme, { pack: 'ours', files: [{ path: 'a.yml', text: own('One') }, { path: 'a.tests.yml', text }] });
    expect(plan).toMatchObject({ applied: false, tests: 1, failedTests: [{ path: 'ours/a.tests.yml', name: 'quiet' }] });
    expect(plan.failedTests[0]?.why.join('\n')).toContain('match');
    expect(await paths()).toEqual([]);
  });

  it('may hold rules and correlations that refer to each other across files', async () => {
    const correlation = `title: Both\nid: af6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11\nlevel: high\ncorrelation:\n  type: event_count\n  rules: [${ID}]\n  group-by: [Computer]\n  timespan: 5m\n  condition: { gte: 3 }\n`;
    const folder = [{ path: 'a.yml', text: own('One') }, { path: 'b.yml', text: correlation }];
    expect(await folders.apply(stage.acme, { pack: 'ours', files: folder })).toMatchObject({ applied: true, refused: [] });
    expect(await folders.apply(stage.acme, { pack: 'ours', files: folder.slice(1) })).toMatchObject({ applied: false, refused: [{ path: 'ours/b.yml', line: 6 }] });
  });

  it('comes as a zip, and one that is broken is refused', async () => {
    const archive = zipOf([{ path: 'a.yml', text: own('One') }, { path: 'a.tests.json', text: passing }, { path: 'README.md', text: 'x' }]);
    expect(await folders.applyArchive(stage.acme, { pack: 'ours', archive })).toMatchObject({ applied: true, added: ['ours/a.yml'], tests: 1 });
    for (const broken of [Buffer.from('no zip'), zipOf([{ path: '../a.yml', text: 'x' }])]) {
      await expect(folders.applyArchive(stage.acme, { pack: 'ours', archive: broken })).rejects.toMatchObject({ code: 'rule_pack.malformed' });
    }
  });

  it.each([['Ours', 'rule_file.path_malformed'], ['test', 'rule_pack.name_taken'], ["a'b", 'rule_file.path_malformed']])('is refused as %j', async (pack, code) => {
    await expect(folders.apply(stage.acme, { pack, files: [] })).rejects.toMatchObject({ code });
  });

  it('is one of two when two come at once', async () => {
    const { acme } = stage;
    const folder = (title: string) => [{ path: 'a.yml', text: own(title) }, { path: `${title}.yml`, text: own(title, newId()) }];
    await Promise.all(['x', 'y'].map((title) => folders.apply(acme, { pack: 'ours', files: folder(title) })));
    const kept = await files.list(acme);
    expect(new Set(kept.map(({ yaml }) => /title: (.)/.exec(yaml)?.[1])).size).toBe(1);
    expect(kept).toHaveLength(2);
  });

  it('of two thousand rules lets other work have its turn', async () => {
    const many = Array.from({ length: 2_000 }, (_, n) => ({ path: `r${n}.yml`, text: own(`Rule ${n}`, newId()) }));
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const began = performance.now();
    const { applied, refused } = await folders.apply(stage.acme, { pack: 'ours', files: many }).finally(() => clearInterval(pulse));
    expect([applied, refused.length]).toEqual([true, 0]);
    process.stdout.write(`folder of 2,000 rules: ${(performance.now() - began).toFixed(0)} ms, longest pause ${longest.toFixed(0)} ms\n`);
    expect(longest).toBeLessThan(1_000);
    await expect(folders.apply(stage.acme, { pack: 'more', files: [{ path: 'a.yml', text: own('One more') }] })).rejects.toMatchObject({ code: 'rule_file.too_many' });
  }, 60_000);
});

describe('whoever may not change rules', () => {
  it('is refused even a dry run', async () => {
    await expect(folders.apply(actorOf(stage.acme, ['rule:read']), { pack: 'ours', files: [], dryRun: true })).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('another tenant', () => {
  it('has a pack of its own under the same name, and this one stays as it is', async () => {
    const { acme, globex } = stage;
    await folders.apply(acme, { pack: 'ours', files: [{ path: 'a.yml', text: own('One') }], enable: true });
    expect(await folders.apply(globex, { pack: 'ours', files: [{ path: 'b.yml', text: own('Theirs') }] })).toMatchObject({ added: ['ours/b.yml'], removed: [], refused: [] });
    await folders.apply(globex, { pack: 'ours', files: [] });
    expect([await paths(acme), await paths(globex)]).toEqual([['ours/a.yml'], []]);
  });
});
