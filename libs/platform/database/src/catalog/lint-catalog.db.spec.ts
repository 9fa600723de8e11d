import { Client } from 'pg';
import { holdingRoles } from '../migrate/provision';
import { testServices } from '../testing/services';
import { openTestDatabase } from '../testing/test-database';
import type { TestDatabase } from '../testing/test-database';
import { lintCatalog, lints } from './lint-catalog';

let db: TestDatabase;
let admin: Client;
const lint = () => lintCatalog(async (sql) => (await admin.query<{ object: string; detail: string }>(sql)).rows);

beforeAll(async () => {
  db = await openTestDatabase();
  admin = new Client({ connectionString: db.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await db?.close();
});

describe('the catalog', () => {
  it('breaks no rule', async () => {
    expect((await lint()).map(({ lint: rule, object, detail }) => `${rule}: ${object} ${detail}`)).toEqual([]);
  });
});

const tenantTable = `set local role vedette_migrate; call app.tenant_table('plants', 'name text'); reset role; `;

/** Every rule, and a change that breaks it. */
const violations: Record<string, { sql: string; object: string }> = {
  'table.not-tenant': { sql: 'create table plants (tenant_id uuid not null)', object: 'public.plants' },
  'table.tenant-id': { sql: `alter table event_segments alter tenant_id drop default`, object: 'public.event_segments' },
  'table.rls': { sql: 'alter table alerts no force row level security', object: 'public.alerts' },
  'table.tenant-policy': { sql: 'alter policy tenant on alerts with check (true)', object: 'public.alerts' },
  'table.door-policies': { sql: 'create policy more on alerts to vedette_relay using (true)', object: 'public.alerts' },
  'policy.unwrapped': { sql: 'alter policy tenant on alerts using (tenant_id = app.tenant_id())', object: 'public.alerts.tenant' },
  'policy.function': {
    sql: `create function mine() returns uuid stable language sql as 'select app.tenant_id()';
      alter policy tenant on alerts using (tenant_id = (select mine()))`,
    object: 'public.alerts.tenant',
  },
  'table.owner': { sql: 'alter table alerts owner to vedette_relay', object: 'public.alerts' },
  'key.missing': { sql: 'alter table dead_letters drop constraint dead_letters_pkey', object: 'public.dead_letters' },
  'key.reference': {
    sql: 'create unique index plain on alerts (id); alter table dead_letters add constraint plain foreign key (id) references alerts (id)',
    object: 'public.dead_letters.plain',
  },
  'key.cascade': {
    sql: 'alter table dead_letters add constraint falls foreign key (tenant_id, id) references alerts (tenant_id, id) on delete cascade',
    object: 'public.dead_letters.falls',
  },
  'key.index': { sql: 'create index plain on alerts (opened_at)', object: 'public.plain' },
  'key.sequence': { sql: `alter table alerts add number bigint generated always as identity`, object: 'public.alerts.number' },
  'column.leaky-type': { sql: 'alter table alerts add net cidr', object: 'public.alerts.net' },
  'column.privacy': { sql: `comment on column alerts.entity is 'a host'`, object: 'public.alerts.entity' },
  'grant.table': { sql: 'grant truncate on alerts to vedette_app', object: 'public.alerts' },
  'grant.column': { sql: 'grant select (email) on accounts to vedette_app', object: 'public.accounts.email' },
  'view.invoker': { sql: 'create view open_alerts as select * from alerts', object: 'public.open_alerts' },
  'view.stored': { sql: 'create materialized view all_alerts as select * from alerts', object: 'public.all_alerts' },
  'function.definer-path': {
    sql: `create function peek() returns bigint security definer language sql as 'select count(*) from alerts'`,
    object: 'peek()',
  },
  'function.public': { sql: 'grant execute on function app.tenant_id() to public', object: 'app.tenant_id()' },
  'function.door': {
    sql: `create function directory.peek() returns int language sql as 'select 1'; grant execute on function directory.peek() to vedette_app`,
    object: 'directory.peek()',
  },
  'schema.create': { sql: 'grant create on schema public to vedette_app', object: 'public' },
  'role.power': { sql: 'alter role vedette_app bypassrls', object: 'vedette_app' },
  'role.member': { sql: 'grant vedette_relay to vedette_app', object: 'vedette_app' },
  'role.database': { sql: `do $$ begin execute format('grant temp on database %I to public', current_database()); end $$`, object: 'itself' },
};

describe('each catalog rule', () => {
  it('has a planted violation', () => {
    expect(Object.keys(violations).sort()).toEqual(lints.map(({ name }) => name).sort());
  });

  const planted = async (rule: string, sql: string) => {
    await admin.query(`begin; ${sql}`);
    try {
      return (await lint()).filter((finding) => finding.lint === rule).map((finding) => finding.object);
    } finally {
      await admin.query('rollback');
    }
  };
  it.each(Object.entries(violations))('%s is noticed', async (rule, { sql, object }) => {
    const found = rule.startsWith('role.')
      ? await holdingRoles(testServices().postgres, () => planted(rule, sql))
      : await planted(rule, sql);
    expect(found).toContain(object === 'itself' ? db.name : object);
  });

  it('is kept by a table fresh from app.tenant_table, but for its own columns’ privacy', async () => {
    const before = await lint();
    await admin.query(`begin; ${tenantTable}`);
    const added = (await lint()).filter(({ object }) => !before.some((old) => old.object === object));
    await admin.query('rollback');
    expect(added.map(({ lint: rule, object }) => `${rule} ${object}`)).toEqual(['column.privacy public.plants.name']);
  });

  it('looks at partitions too', async () => {
    const [partition] = (await admin.query<{ name: string }>(`select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'event_segments'::regclass`)).rows;
    await admin.query(`begin; alter table ${partition?.name} disable row level security; grant select on ${partition?.name} to vedette_app`);
    const found = (await lint()).filter(({ object }) => object === `public.${partition?.name}`).map((finding) => finding.lint);
    await admin.query('rollback');
    expect(found).toEqual(expect.arrayContaining(['table.rls', 'grant.table']));
  });
});
