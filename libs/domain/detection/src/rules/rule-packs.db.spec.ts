import { createHash } from 'node:crypto';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { normalise } from '@vedette/sigma';
import { openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { ruleFacts, windowOf } from '../evaluation/rule-facts';
import { actorOf } from '../fixtures/actor-of';
import { mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { zipOf } from '../fixtures/zip';
import type { LoadedRules } from './rule-packs';
import { RulePacks } from './rule-packs';
import { Rules } from './rules';

const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const WHOAMI = '5b3c86a0-0b1e-4b3d-8b0a-8f0e1c8c7d22';
const broken = 'title: Broken\nid: x\nlogsource: { product: windows }\ndetection: { condition: nothing }\n';

let db: TestDatabase;
let packs: RulePacks;
let folder: string;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db?.close());
beforeEach(async () => {
  packs = new RulePacks({ catalog: db.catalog });
  folder = await mkdtemp(join(tmpdir(), 'pack-'));
  await writeFile(join(folder, 'mshta.yml'), `${mshtaRule}vedette.window: 4h\n`);
});
afterEach(async () => {
  await packs.retain([]);
  await rm(folder, { recursive: true, force: true });
});

const source = () => ({ id: 'own', title: 'Own rules', location: folder });
const fired = (rules: LoadedRules, event: unknown) => rules.rules.evaluate(normalise(event)).map(({ id }) => id);

describe('rule packs', () => {
  it('come from a folder into the catalog and from there into the process', async () => {
    await writeFile(join(folder, 'broken.yml'), broken);
    await symlink('/etc', join(folder, 'link'));
    expect(await packs.sync(source())).toEqual({ id: 'own', changed: true, rules: 1, refused: 1 });
    const loaded = await packs.load();
    expect(fired(loaded, processCreation(1_763_600_000_000))).toEqual([MSHTA]);
    expect(packs.current()).toBe(loaded);
    expect(loaded.refused).toMatchObject([{ origin: 'own/broken.yml', title: 'Broken', reason: expect.any(String) }]);
    expect(await db.catalog.sql`select path, refusal is not null as refused from rules order by path`).toEqual([
      { path: 'broken.yml', refused: true },
      { path: 'mshta.yml', refused: false },
    ]);
  });

  it('carry their licence to rules that name none, and each rule its own window', async () => {
    await writeFile(join(folder, 'whoami.yml'), whoamiRule);
    await writeFile(join(folder, 'LICENSE'), '\nDetection Rule License (DRL) 1.1\n');
    await packs.sync(source());
    const { rules } = await packs.load();
    expect(rules.rule(WHOAMI)).toMatchObject({ licence: 'DRL-1.1', origin: 'own/whoami.yml' });
    const mshta = rules.rule(MSHTA);
    expect(mshta).toMatchObject({ licence: 'Apache-2.0' });
    expect(mshta && windowOf(mshta)).toBe(4 * 3_600_000);
  });

  it('are left alone while unchanged, replaced when changed and taken out when no longer wanted', async () => {
    await packs.sync(source());
    expect(await packs.sync(source())).toMatchObject({ changed: false, rules: 1 });
    await rm(join(folder, 'mshta.yml'));
    await writeFile(join(folder, 'whoami.yml'), whoamiRule);
    const both = await Promise.all([packs.sync(source()), new RulePacks({ catalog: db.catalog }).sync(source())]);
    expect(both).toMatchObject([{ rules: 1 }, { rules: 1 }]);
    expect(await db.catalog.sql`select rule_id from rules`).toEqual([{ rule_id: WHOAMI }]);
    await packs.retain([]);
    expect((await packs.load()).rules.size).toBe(0);
  });

  it('are read again only where they changed, and the set in use goes on', async () => {
    await writeFile(join(folder, 'whoami.yml'), whoamiRule);
    await packs.sync(source());
    const before = await packs.load();
    const event = processCreation(1_763_600_000_000);
    expect(fired(before, event)).toEqual([MSHTA]);
    await writeFile(join(folder, 'mshta.yml'), mshtaRule.replace('mshta.exe', 'other.exe'));
    await packs.sync(source());
    const after = await packs.load();
    expect(fired(before, event)).toEqual([MSHTA]);
    expect(fired(after, event)).toEqual([]);
    expect(after.rules.rule(WHOAMI)).toBe(before.rules.rule(WHOAMI));
    expect(after.rules.rule(MSHTA)).not.toBe(before.rules.rule(MSHTA));
  });

  it('keep the first of two rules with one id and list the other', async () => {
    await packs.sync(source());
    await packs.sync({ ...source(), id: 'same' });
    const { rules, refused } = await packs.load();
    expect([rules.size, refused]).toEqual([1, [expect.objectContaining({ origin: 'same/mshta.yml', reason: 'another rule has this id' })]]);
  });

  it('bring no text that Postgres refuses, and no id that is not one', async () => {
    const odd = mshtaRule.replace('title: Mshta runs', 'title: "Mshta\\0runs"\ndescription: Mshta runs').replace('author: Vedette', 'author: "V\\0"');
    await writeFile(join(folder, 'mshta.yml'), odd);
    await writeFile(join(folder, 'whoami.yml'), whoamiRule.replace(WHOAMI, '"a\\0b"'));
    expect(await packs.sync(source())).toMatchObject({ changed: true });
    const { rules, refused } = await packs.load();
    expect(refused).toMatchObject([{ origin: 'own/whoami.yml', reason: 'its id holds what no id may' }]);
    const mshta = rules.rule(MSHTA);
    expect(mshta && ruleFacts(mshta)).toMatchObject({ rule_title: 'Mshta runs', rule_author: 'V' });
  });

  it('come from an archive whose checksum is right', async () => {
    const archive = zipOf([{ path: 'rules/mshta.yml', text: mshtaRule }]);
    const sha256 = createHash('sha256').update(archive).digest('hex');
    const fetched: string[] = [];
    const online = new RulePacks({
      catalog: db.catalog,
      fetchArchive: async (url) => {
        fetched.push(url);
        return archive;
      },
    });
    const pack = { id: 'net', title: 'From the net', location: 'https://example.org/rules.zip', sha256 };
    expect(await online.sync(pack)).toMatchObject({ changed: true, rules: 1 });
    expect(fetched).toEqual(['https://example.org/rules.zip']);
    await expect(online.sync({ ...pack, sha256: '0'.repeat(64) })).rejects.toThrow('checksum');
    await expect(packs.sync(pack)).rejects.toThrow('may not fetch');
    await writeFile(join(folder, 'rules.zip'), archive);
    expect(await packs.sync({ id: 'disk', title: 'On disk', location: join(folder, 'rules.zip'), sha256 })).toMatchObject({ rules: 1 });
  });

  it('are swapped in by another process that watches the catalog', async () => {
    const other = new RulePacks({ catalog: db.catalog });
    expect((await other.load()).rules.size).toBe(0);
    const swapped = new Promise<LoadedRules>((loaded, failed) => {
      const watch = other.watch({ loaded: (rules) => (watch.stop(), loaded(rules)), failed }, 20);
    });
    await packs.sync(source());
    expect((await swapped).rules.size).toBe(1);
    expect(other.current().rules.rule(MSHTA)).toBeDefined();
  });

  it('are read by every tenant and written by none', async () => {
    await packs.sync({ ...source(), licence: 'MIT' });
    const { acme } = await twoTenants(db);
    const rules = new Rules({ database: db.database });
    expect(await rules.get(actorOf(acme), MSHTA)).toMatchObject({ title: 'Mshta runs a remote page', pack: 'own', yaml: expect.stringContaining('mshta.exe') });
    expect(await rules.get(actorOf(acme), 'unknown')).toBeNull();
    await expect(db.database.tenant(acme, (tx) => tx.sql`delete from rules`)).rejects.toMatchObject({ code: '42501' });
  });

  it('refuse a folder that is not there or holds no rule', async () => {
    await expect(packs.sync({ ...source(), location: join(folder, 'nowhere') })).rejects.toThrow('is not there');
    await rm(join(folder, 'mshta.yml'));
    await expect(packs.sync(source())).rejects.toThrow('no rule');
  });
});
