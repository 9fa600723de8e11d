import { randomBytes } from 'node:crypto';
import { newTenantId, systemClock } from '@vedette/kernel';
import { signContext } from '../context/tenant-scope';
import { databaseUrl, doorUrl } from '../doors/roles';
import { testServices } from '../testing/services';
import { dropCopy, freshName, testContextKey, testPasswords } from '../testing/template-database';
import { readMigrations } from './migration-files';
import type { MigrationFile } from './migration-files';
import { migrate } from './migrate';
import { asAdmin } from './provision';

const adminUrl = testServices().postgres;
const doors = testPasswords(adminUrl);
const made: string[] = [];

function scratch(): string {
  const name = freshName(systemClock.now());
  made.push(name);
  return name;
}
const options = (database: string, migrations?: readonly MigrationFile[]) => ({
  adminUrl, database, doors, contextKeys: [testContextKey], migrations,
});
const ask = <Row extends object>(database: string, sql: string) =>
  asAdmin(databaseUrl(adminUrl, database), async (admin) => (await admin.query<Row>(sql)).rows);

afterAll(async () => {
  for (const name of made) await dropCopy(adminUrl, name);
});

/** All that the catalog says about a schema, as comparable lines. Partitions come and go with the days. */
const SCHEMA = `
  select format('column %s.%s %s %s %s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
      pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace::regnamespace::text in ('app', 'public') and a.attnum > 0 and not c.relispartition
  union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint where connamespace::regnamespace::text in ('app', 'public')
  union all select format('index %s', indexdef) from pg_indexes where schemaname in ('app', 'public') and indexname !~ '_20\\d{6}'
  union all select format('policy %s', p) from pg_policies p where tablename !~ '_20\\d{6}$'
  union all select format('routine %s %s %s', oid::regprocedure, md5(prosrc), proacl) from pg_proc where pronamespace::regnamespace::text in ('app', 'directory', 'relay')
  union all select format('grants %s %s', oid::regclass, relacl) from pg_class where relnamespace::regnamespace::text in ('app', 'public') and not relispartition
  order by 1`;

describe('migrate', () => {
  it('makes a database from nothing, and running again changes nothing', async () => {
    const name = scratch();
    const first = await migrate(options(name));
    expect(first.applied).toEqual(readMigrations().map((file) => file.name));
    const before = await ask(name, SCHEMA);
    expect((await migrate(options(name))).applied).toEqual([]);
    expect(await ask(name, SCHEMA)).toEqual(before);
    expect(before.length).toBeGreaterThan(100);
  });

  it('moves into an empty database that an administrator made beforehand', async () => {
    const name = scratch();
    await asAdmin(adminUrl, (admin) => admin.query(`create database ${name}`));
    expect((await migrate(options(name))).applied).toEqual(readMigrations().map((file) => file.name));
  });

  it('gives a database that was migrated step by step the same schema as a fresh one', async () => {
    const [fresh, stepwise] = [scratch(), scratch()];
    await migrate(options(fresh));
    const files = readMigrations();
    for (let count = 1; count <= files.length; count += 1) await migrate(options(stepwise, files.slice(0, count)));
    expect(await ask(stepwise, SCHEMA)).toEqual(await ask(fresh, SCHEMA));
  });

  it('may be run by many processes at once', async () => {
    const name = scratch();
    const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(options(name))));
    expect(runs.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, readMigrations().length]);
  });

  it('says which applied migration was changed, and that a database is newer than the code', async () => {
    const name = scratch();
    const files = readMigrations();
    await migrate(options(name));
    const changed = files.map((file, index) => (index === 1 ? { ...file, checksum: 'other' } : file));
    await expect(migrate(options(name, changed))).rejects.toThrow(`${files[1]?.name} was changed after it ran`);
    await expect(migrate(options(name, files.slice(0, -1)))).rejects.toThrow('it is newer');
  });

  it('keeps nothing of a migration that fails, and what came before it', async () => {
    const name = scratch();
    const bad: MigrationFile = { name: '9999-bad.sql', sql: 'create table halfway (); select 1/0', checksum: 'bad' };
    await expect(migrate(options(name, [...readMigrations(), bad]))).rejects.toThrow('migration 9999-bad.sql: division by zero');
    expect(await ask(name, `select to_regclass('halfway') as found, (select count(*) from app.schema_migrations) as ran`))
      .toEqual([{ found: null, ran: String(readMigrations().length) }]);
  });

  it('retires a context key that is no longer named, and refuses another secret under a known id', async () => {
    const name = scratch();
    await migrate(options(name));
    const next = { id: 'next', secret: randomBytes(32) };
    await migrate({ ...options(name), contextKeys: [next] });
    const keys = await ask(name, `select id, valid_until is not null as retiring from app.context_keys order by id`);
    expect(keys).toEqual([{ id: 'next', retiring: false }, { id: 'test', retiring: true }]);
    const other = { id: 'next', secret: randomBytes(32) };
    await expect(migrate({ ...options(name), contextKeys: [other] })).rejects.toThrow('another secret');
  });

  it('makes partitions from yesterday to seven days ahead, and the missing ones later', async () => {
    const name = scratch();
    await migrate(options(name));
    const partitions = `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where c.relkind = 'r' order by 1`;
    const before = await ask<{ name: string }>(name, partitions);
    expect(before).toHaveLength(9);
    await ask(name, `drop table ${before[3]?.name}`);
    await migrate(options(name));
    expect(await ask(name, partitions)).toEqual(before);
  });
});

describe('the signed context', () => {
  const later = () => 4_000_000_000;
  const scope = { tenantId: newTenantId(), principal: 'account:8f14e45f-ceea-467f-9d2b-000000000001' };
  let name: string;
  beforeAll(async () => {
    name = scratch();
    await migrate(options(name));
  });
  const tenantOf = (context: string) =>
    asAdmin(doorUrl(adminUrl, 'app', doors.app, name), async (app) => {
      await app.query('begin');
      await app.query(`select set_config('app.ctx', $1, true)`, [context]);
      return (await app.query<object>('select app.tenant_id() as id, app.principal() as who')).rows[0];
    });

  it('is believed when signed and in time', async () => {
    expect(await tenantOf(signContext(testContextKey, scope, later()))).toEqual({ id: scope.tenantId, who: scope.principal });
  });

  it('is believed with a secret longer than a hash block', async () => {
    const long = { id: 'long', secret: randomBytes(100) };
    await migrate({ ...options(name), contextKeys: [testContextKey, long] });
    expect(await tenantOf(signContext(long, scope, later()))).toEqual({ id: scope.tenantId, who: scope.principal });
  });

  const honest = signContext(testContextKey, scope, later());
  const parts = honest.split('.');
  const tampered = (index: number, value: string) => parts.map((part, at) => (at === index ? value : part)).join('.');
  it.each([
    ['empty', ''],
    ['nonsense', 'x'],
    ['of another version', tampered(0, 'v2')],
    ['of an unknown key', tampered(1, 'stranger')],
    ['of another tenant', tampered(2, newTenantId())],
    ['of another principal', tampered(3, 'system:root')],
    ['prolonged', tampered(4, '4000000001')],
    ['without a number for its expiry', tampered(4, 'never')],
    ['with another signature', tampered(5, '0'.repeat(64))],
    ['without a signature', parts.slice(0, 5).join('.')],
    ['with something behind it', `${honest}.more`],
    ['expired', signContext(testContextKey, scope, 1_000_000_000)],
  ])('is refused when %s', async (_, context) => {
    await expect(tenantOf(context)).rejects.toMatchObject({ code: '28000' });
  });

  it('hides its keys from the role that carries it', async () => {
    const peek = asAdmin(doorUrl(adminUrl, 'app', doors.app, name), (app) => app.query('select * from app.context_keys'));
    await expect(peek).rejects.toMatchObject({ code: '42501' });
    const context = asAdmin(doorUrl(adminUrl, 'app', doors.app, name), (app) => app.query('select app.context()'));
    await expect(context).rejects.toMatchObject({ code: '42501' });
  });
});
