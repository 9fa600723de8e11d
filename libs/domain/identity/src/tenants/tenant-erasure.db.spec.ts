import { newId } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { openStage, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { TenantDeletion } from './tenant-deletion';
import { TenantErasure } from './tenant-erasure';

const DAY = 24 * 60 * 60 * 1000;

interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

let stage: Stage;
let tables: Table[];

/** A statement whose names are only known here; its values are ids and types of our own. */
const run = <Row>(text: string): Promise<Row[]> => stage.db.adminSql<Row>(Object.assign([text], { raw: [text] }));

beforeAll(async () => {
  stage = await openStage();
  // What a column may hold is no matter here, and one value for each type is far from what most of them ask.
  await run(`do $$ declare c record; begin
    for c in select conrelid::regclass as rel, conname from pg_constraint where contype = 'c' and coninhcount = 0 and connamespace = 'public'::regnamespace loop
      execute format('alter table %s drop constraint %I', c.rel, c.conname);
    end loop; end $$`);
  tables = await run<Table>(`
    select t.name, jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum) as columns
    from app.tenant_tables t join pg_attribute a on a.attrelid = ('public.' || quote_ident(t.name))::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by t.name order by t.name`);
});
afterAll(() => stage?.close());

/** One value for each type; the same id and text everywhere, so that every reference between the rows holds. */
function valueOf(type: string, tenantId: string): string {
  if (type === 'uuid') return `'${tenantId}'`;
  if (type === 'text' || type === 'bytea') return `'x-${tenantId}'`;
  if (type.endsWith('[]') || type === 'jsonb') return `'{}'`;
  if (type === 'boolean') return 'false';
  if (type === 'date' || type.startsWith('timestamp')) return `'${stage.clock.date().toISOString()}'`;
  return type === 'inet' ? `'192.0.2.1'` : '1';
}

/** A row in every tenant table, as its owner's statements could have left it. */
async function fill(tenantId: TenantId): Promise<void> {
  await run(`insert into accounts (id, email, email_key, password_hash, last_tenant_id) values ('${tenantId}', 'x', '${tenantId}@filled.example', 'x', '${tenantId}')`);
  const left = new Set(tables);
  // References are checked as rows come: whatever waits for another is tried again.
  for (let round = 0; left.size > 0 && round < 10; round += 1) {
    for (const table of [...left]) {
      const names = table.columns.map(({ name }) => `"${name}"`).join(', ');
      const values = table.columns.map(({ type }) => valueOf(type, tenantId)).join(', ');
      const done = await run(`insert into "${table.name}" (${names}) values (${values})`).catch((error: { code?: string }) => {
        if (error.code !== '23503') throw error;
        return null;
      });
      if (done) left.delete(table);
    }
  }
  expect([...left].map(({ name }) => name)).toEqual([]);
}

async function counts(tenantId: TenantId): Promise<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await run<{ n: number }>(`select count(*)::int as n from "${name}" where tenant_id = '${tenantId}'`);
    all[name] = row?.n ?? -1;
  }
  return all;
}

const exists = async (tenantId: TenantId) => (await stage.db.adminSql`select from tenants where id = ${tenantId}`).length > 0;

describe('an organisation whose grace is over', () => {
  it('leaves no row in any tenant table, and takes none of another', async () => {
    const acme = await stage.signedUp('owner@acme.example', 'acme');
    const globex = await stage.signedUp('owner@globex.example', 'globex');
    const [a, g] = [acme.actor.tenantId, globex.actor.tenantId];
    await fill(a);
    await fill(g);
    const erasure = new TenantErasure({ ...stage.db, clock: stage.clock });
    const deletion = new TenantDeletion({ ...stage.db, clock: stage.clock });
    await deletion.ask(acme.actor, 'acme');
    const theirs = await counts(g);
    expect(tables.length).toBeGreaterThan(50);
    expect(Object.entries(await counts(a)).filter(([, n]) => n === 0)).toEqual([]);

    stage.clock.advance(30 * DAY - 1);
    expect(await erasure.round()).toBe(0);
    expect(Object.entries(await counts(a)).filter(([, n]) => n === 0)).toEqual([]);

    stage.clock.advance(1);
    expect(await erasure.round()).toBe(0);
    // Files are another process's to take away: until it has, what tells of them stays, and so does the tenant.
    expect(Object.entries(await counts(a)).filter(([, n]) => n > 0).map(([name]) => name)).toEqual(['lake_files', 'outbox']);
    expect(await erasure.round()).toBe(0);
    await stage.db.adminSql`delete from lake_files where tenant_id = ${a}`;
    await stage.db.adminSql`delete from outbox where tenant_id = ${a} and name = 'detection.erase-lake'`;
    expect(await erasure.round()).toBe(1);

    expect(Object.entries(await counts(a)).filter(([, n]) => n > 0)).toEqual([]);
    expect(await exists(a)).toBe(false);
    expect(await counts(g)).toEqual(theirs);
    expect(await exists(g)).toBe(true);
    // Accounts are people, and stay.
    expect(await stage.db.adminSql`select last_tenant_id from accounts where email_key = 'owner@acme.example'`).toEqual([{ last_tenant_id: null }]);
    expect(await stage.db.adminSql`select action, tenant_id from platform_log`).toEqual([{ action: 'tenant.erased', tenant_id: a }]);
    await expect(stage.sessions.authenticate(acme.cookieValue)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
  });

  it('goes in bounded steps, and not before what was written behind the erasure is gone, too', async () => {
    const { actor } = await stage.signedUp('owner@initech.example', 'initech');
    const { tenantId } = actor;
    const ids = Array.from({ length: 2_500 }, () => newId());
    await stage.db.adminSql`insert into audit_entries (tenant_id, id, principal, action, target_kind, target_id)
      select ${tenantId}::uuid, x, 'system:spec', 'x', 'x', 'x' from unnest(${ids}::uuid[]) x`;
    await new TenantDeletion({ ...stage.db, clock: stage.clock }).ask(actor, 'initech');
    stage.clock.advance(30 * DAY);
    const erasure = new TenantErasure({ ...stage.db, clock: stage.clock });
    await erasure.round();
    const step = await stage.db.database.tenant(actor, async (tx) => {
      await tx.sql`insert into audit_entries (id, action, target_kind, target_id) values (${newId()}, 'late', 'x', 'x')`;
      return tx.sql<{ gone: number }>`select app.erase_own_tenant(0, '{}') as gone`;
    });
    expect(step).toEqual([{ gone: 0 }]);
    await stage.db.adminSql`delete from outbox where tenant_id = ${tenantId}`;
    expect(await erasure.round()).toBe(0);
    expect(await exists(tenantId)).toBe(true);
    await stage.db.adminSql`delete from outbox where tenant_id = ${tenantId}`;
    expect(await erasure.round()).toBe(1);
    expect(await exists(tenantId)).toBe(false);
  });
});

describe('an organisation that nobody lets go', () => {
  it('cannot be erased from within: not by its own statements, nor by those of another that is', async () => {
    const { actor } = await stage.signedUp('owner@hooli.example', 'hooli');
    const refused = { code: '42501' };
    const attempt = (work: Parameters<typeof stage.db.database.tenant<unknown>>[1]) => expect(stage.db.database.tenant(actor, work)).rejects;
    await attempt((tx) => tx.sql`select app.erase_own_tenant(1000, '{}')`).toMatchObject(refused);
    await attempt((tx) => tx.sql`select app.erase_records('audit_entries', 1000)`).toMatchObject(refused);
    await attempt((tx) => tx.sql`delete from audit_entries`).toMatchObject(refused);
    await attempt((tx) => tx.sql`update tenants set erasing_since = now()`).toMatchObject(refused);
    await new TenantDeletion({ ...stage.db, clock: stage.clock }).ask(actor, 'hooli');
    await attempt((tx) => tx.sql`select app.erase_own_tenant(1000, '{}')`).toMatchObject(refused);
    expect((await stage.audits(actor)).length).toBeGreaterThan(0);
  });

  it('is kept by any owner until the last moment, and by nobody after it', async () => {
    const { actor } = await stage.signedUp('owner@umbrella.example', 'umbrella');
    const second = await stage.joined(actor, 'second@umbrella.example', 'admin');
    await stage.members.changeRole(actor, second.actor.accountId ?? '', { role: 'owner' });
    const other = await stage.sessions.authenticate(second.cookieValue);
    const deletion = new TenantDeletion({ ...stage.db, clock: stage.clock });
    await deletion.ask(actor, 'umbrella');
    await expect(deletion.ask(actor, 'umbrella')).rejects.toMatchObject({ code: 'tenant.not_active' });
    expect((await deletion.deletesAt(await stage.sessions.authenticate(second.cookieValue)))?.getTime()).toBe(stage.clock.now() + 30 * DAY);
    await deletion.keep(other);
    await expect(deletion.keep(other)).rejects.toMatchObject({ code: 'tenant.not_deleting' });
    expect((await stage.sessions.authenticate(second.cookieValue)).tenantState).toBe('active');
    await deletion.ask(actor, 'umbrella');
    stage.clock.advance(30 * DAY);
    await new TenantErasure({ ...stage.db, clock: stage.clock }).round();
    await expect(deletion.keep(other)).rejects.toMatchObject({ code: 'tenant.owner_only' });
    expect(await stage.db.adminSql`select erasing_since is not null as gone from tenants where id = ${actor.tenantId}`).toEqual([{ gone: true }]);
  });

  it('is let go by an owner alone, with its name and a fresh proof', async () => {
    const { actor } = await stage.signedUp('owner@stark.example', 'stark');
    const own = await stage.roles.create(actor, { name: 'Almost', permissions: ['tenant:write', 'alert:read'] });
    const almost = await stage.joined(actor, 'almost@stark.example', { customRoleId: own.id });
    const admin = await stage.joined(actor, 'admin@stark.example', 'admin');
    const deletion = new TenantDeletion({ ...stage.db, clock: stage.clock });
    await expect(deletion.ask(almost.actor, 'stark')).rejects.toMatchObject({ code: 'tenant.owner_only' });
    await expect(deletion.ask(admin.actor, 'stark')).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(deletion.ask(actor, 'Stark')).rejects.toMatchObject({ code: 'tenant.name_differs' });
    const key = await stage.apiKeys.create(actor, { name: 'k', scopes: ['event:write'] });
    stage.clock.advance(6 * 60_000);
    await expect(deletion.ask(actor, 'stark')).rejects.toMatchObject({ code: 'auth.step_up' });
    stage.clock.advance(-6 * 60_000);
    await deletion.ask(actor, 'stark');
    await expect(stage.apiKeys.authenticate(key.secret, visit.address)).rejects.toMatchObject({ code: 'key.revoked' });
    expect(await stage.audits(actor)).toContain('tenant.deletion_asked');
    await deletion.keep(actor);
    expect((await stage.apiKeys.authenticate(key.secret, visit.address)).tenantId).toBe(actor.tenantId);
  });
});
