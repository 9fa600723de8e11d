import type { TenantScope } from '../context/tenant-scope';
import { openTestDatabase, twoTenants } from '../testing/test-database';
import type { TestDatabase } from '../testing/test-database';

let db: TestDatabase;
let acme: TenantScope;

beforeAll(async () => {
  db = await openTestDatabase();
  let globex: TenantScope;
  ({ acme, globex } = await twoTenants(db));
  for (const { tenantId } of [acme, globex]) {
    await db.adminSql`insert into audit_entries (tenant_id, id, at, principal, action, target_kind, target_id)
      select ${tenantId}, gen_random_uuid(), now() - n * interval '1 minute', 'system:test', 'alert.closed', 'alert', n::text
      from generate_series(1, 5000) n`;
  }
  await db.adminSql`analyze audit_entries`;
});
afterAll(() => db?.close());

const planOf = (plan: { 'QUERY PLAN': string }[]) => plan.map((row) => row['QUERY PLAN']).join('\n');

describe('row security in a plan', () => {
  it('asks once whose rows they are, and finds them by index on tenant and second key', async () => {
    const plan = planOf(await db.database.tenant(acme, (tx) =>
      tx.sql`explain (costs off) select id from audit_entries where at > now() - interval '1 hour' order by at desc limit 50`));
    expect(plan.match(/^ *InitPlan/gm)).toHaveLength(1);
    expect(plan).toMatch(/Index Cond: \(\(tenant_id = .*\) AND \(at > /);
  });

  it('uses the key for a row by id', async () => {
    const plan = planOf(await db.database.tenant(acme, (tx) =>
      tx.sql`explain (costs off) select at from audit_entries where id = ${acme.tenantId}`));
    expect(plan).toMatch(/Index Cond: \(\(tenant_id = .*\) AND \(id = /);
  });
});
