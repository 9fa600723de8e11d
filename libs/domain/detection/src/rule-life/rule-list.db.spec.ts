import { dateFrom, newId } from '@vedette/kernel';
import { mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { RuleStage } from '../testing/rule-stage';
import type { RuleFilter } from './listed-rule';
import { RuleFiles } from './rule-files';
import { RuleList } from './rule-list';
import { RuleSettings } from './rule-settings';
import { RuleTests } from './rule-tests';

const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const WHOAMI = '5b3c86a0-0b1e-4b3d-8b0a-8f0e1c8c7d22';
const broken = 'title: Broken\nid: broken-1\nlogsource: { product: windows }\ndetection: { condition: nothing }\n';
const own = mshtaRule.replace(MSHTA, '7f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11').replace('Mshta runs a remote page', 'An own rule').replace('level: high', 'level: low');

let stage: RuleStage;
let list: RuleList;

beforeAll(async () => {
  stage = await RuleStage.open();
  list = new RuleList({ database: stage.db.database, clock: stage.clock });
});
afterAll(() => stage?.close());
beforeEach(() => stage.begin({ 'mshta.yml': mshtaRule, 'whoami.yml': whoamiRule, 'broken.yml': broken }));

const titles = async (filter: RuleFilter = {}) => (await list.list(stage.acme, { first: 100, filter })).edges.map(({ rule }) => rule.title);
const deps = () => ({ database: stage.db.database, clock: stage.clock });

describe('the list of rules', () => {
  it('holds those of packs, of one\'s own and those that cannot run, with their reason', async () => {
    await new RuleFiles(deps()).save(stage.acme, { path: 'own/a.yml', yaml: own });
    const { edges } = await list.list(stage.acme, { first: 100 });
    expect(edges.map(({ rule }) => rule)).toMatchObject([
      { title: 'An own rule', own: true, enabled: false, pack: 'own', path: 'a.yml', level: 'low', refusal: null },
      { title: 'Broken', id: 'broken-1', refusal: expect.stringContaining('line 4') },
      { title: 'Mshta runs a remote page', id: MSHTA, kind: 'rule', own: false, enabled: true, pack: 'test', path: 'mshta.yml', licence: 'Apache-2.0', logsource: 'process_creation/windows/', tags: ['attack.defense-evasion', 'attack.t1218.005'] },
      { title: 'Somebody asks who they are', id: WHOAMI },
    ]);
  });

  it('says what each did, how many of its alerts were false, and which are loud', async () => {
    const { acme } = stage;
    for (let n = 0; n < 5; n++) {
      await stage.send(acme, processCreation(stage.now(), { Computer: `ws-${n}` }));
      await stage.closeAll(acme, n % 2 ? 'benign' : 'false-positive');
    }
    const { statistics } = (await list.list(acme, { first: 1, filter: { text: 'mshta' } })).edges[0]?.rule ?? {};
    expect(statistics).toEqual({ matched: 5, excluded: 0, alerts: 5, lastMatchAt: expect.any(Date), closed: 5, falsePositives: 3 });
    expect(await titles({ noisy: true })).toEqual(['Mshta runs a remote page']);
    expect(await titles({ firing: false })).toEqual(['Broken', 'Somebody asks who they are']);
    expect((await list.get(acme, MSHTA)).days).toEqual([{ day: dateFrom(stage.now()).toISOString().slice(0, 10), matched: 5, excluded: 0, alerts: 5 }]);
    stage.clock.advance(40 * 86_400_000);
    expect(await titles({ firing: true })).toEqual([]);
    stage.clock.advance(-40 * 86_400_000);
  });

  it('is narrowed by whatever is asked', async () => {
    const { acme } = stage;
    await new RuleFiles(deps()).save(acme, { path: 'own/a.yml', yaml: own });
    await new RuleSettings(deps()).overrideSeverity(acme, WHOAMI, 'critical');
    const mshta = 'Mshta runs a remote page';
    expect(await titles({ text: 'ASKS' })).toEqual(['Somebody asks who they are']);
    expect(await titles({ text: "%_'\\" })).toEqual([]);
    expect(await titles({ text: MSHTA })).toEqual([mshta]);
    expect(await titles({ pack: 'own' })).toEqual(['An own rule']);
    expect(await titles({ own: false, level: ['critical', 'high'] })).toEqual([mshta, 'Somebody asks who they are']);
    expect(await titles({ technique: 'T1218' })).toEqual(['An own rule', mshta]);
    expect(await titles({ technique: 't1218.005', own: false })).toEqual([mshta]);
    expect(await titles({ technique: 'T1219' })).toEqual([]);
    expect(await titles({ enabled: false })).toEqual(['An own rule', 'Broken']);
    expect(await titles({ kind: 'correlation' })).toEqual([]);
  });

  it('pages by cursor without gap or repeat, over rules of one title', async () => {
    const same = (n: number) => whoamiRule.replace(WHOAMI, newId()).replace('Somebody asks', n % 2 ? 'Somebody asks' : 'somebody asks');
    await stage.upgrade(Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`r${n}.yml`, same(n)])));
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await list.list(stage.acme, { first: 7, after });
      seen.push(...page.edges.map(({ rule }) => rule.path));
      [after, more] = [page.endCursor, page.hasNextPage];
    }
    expect([seen.length, new Set(seen).size]).toEqual([25, 25]);
  });

  it.each([
    [{ first: 0 }, 'page.size_invalid'], [{ first: 101 }, 'page.size_invalid'], [{ first: 1, after: 'x' }, 'cursor.malformed'],
    [{ first: 1, after: Buffer.from('[1,2]').toString('base64url') }, 'cursor.malformed'], [{ first: 1, filter: { text: 'x'.repeat(201) } }, 'filter.too_long'],
    [{ first: 1, filter: { technique: "T1059' or 1=1" } }, 'rule.technique_malformed'],
  ])('refuses %j', async (query, code) => {
    await expect(list.list(stage.acme, query)).rejects.toMatchObject({ code });
  });

  it('takes any text as a filter or a cursor', async () => {
    const cursor = Buffer.from(JSON.stringify(['a\u0000', '\ud800'])).toString('base64url');
    expect(await list.list(stage.acme, { first: 5, after: cursor, filter: { text: '\u0000', pack: '\ud800' } })).toMatchObject({ edges: [] });
  });

  it('shows of two rules with one id which one runs', async () => {
    await stage.upgrade({ 'a.yml': mshtaRule, 'b.yml': mshtaRule });
    expect((await list.list(stage.acme, { first: 5 })).edges.map(({ rule }) => [rule.path, rule.refusal])).toEqual([['a.yml', null], ['b.yml', expect.any(String)]]);
  });
});

describe('a rule', () => {
  it('is shown with its text, tests and versions', async () => {
    const { acme } = stage;
    expect(await list.get(acme, MSHTA)).toMatchObject({ yaml: mshtaRule, file: null, replaces: null, versions: [], tests: [] });
    const saved = await new RuleFiles(deps()).save(acme, { path: 'own/a.yml', yaml: own });
    const id = saved.rules[0]?.rule_id ?? '';
    await new RuleTests(deps()).save(acme, id, { name: 'fires', event: { a: 1 }, matches: true });
    expect(await list.get(acme, id)).toMatchObject({ yaml: own, file: { path: 'own/a.yml', version: 1 }, versions: [{ version: 1 }], tests: [{ name: 'fires', event: { a: 1 } }] });
  });
});

describe('a list of three thousand rules', () => {
  it('answers quickly, with a month of statistics', async () => {
    const { acme } = stage;
    const [scope] = [acme.tenantId];
    await stage.db.adminSql`insert into rules (pack_id, rule_id, title, level, author, licence, path, yaml, tags)
      select 'test', gen_random_uuid()::text, 'Rule ' || n, 'low', 'x', 'x', 'p/' || n, 'x', array['attack.t1059.001'] from generate_series(1, 3000) n`;
    await stage.db.adminSql`insert into rule_days (tenant_id, rule_id, day, matched, alerts, last_match_at)
      select ${scope}, r.rule_id, current_date - d, 1, 1, now() from (select rule_id from rules limit 300) r, generate_series(0, 29) d`;
    await list.list(acme, { first: 100, filter: { noisy: false, technique: 'T1059' } });
    const began = performance.now();
    expect((await list.list(acme, { first: 100, filter: { noisy: false, technique: 'T1059' } })).edges).toHaveLength(100);
    const took = performance.now() - began;
    process.stdout.write(`list of 3,000 rules: ${took.toFixed(0)} ms\n`);
    expect(took).toBeLessThan(1_000);
  });
});

describe('another tenant', () => {
  it('lists and reads the packs, and nothing of what this one has or did', async () => {
    const { acme, globex } = stage;
    await new RuleFiles(deps()).save(acme, { path: 'own/a.yml', yaml: own });
    await new RuleTests(deps()).save(acme, MSHTA, { name: 'fires', event: { secret: 1 }, matches: true });
    await stage.send(acme, processCreation(stage.now()));
    const rules = (await list.list(globex, { first: 100 })).edges.map(({ rule }) => rule);
    expect(rules.map(({ own: mine, statistics }) => [mine, statistics.matched])).toEqual([[false, 0], [false, 0], [false, 0]]);
    expect(await list.get(globex, MSHTA)).toMatchObject({ tests: [], days: [], inForce: [] });
  });
});
