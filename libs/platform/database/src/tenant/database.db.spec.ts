import { Outage } from '@vedette/kernel';
import { DirectoryDoor } from '../doors/directory-door';
import { CatalogDoor, RelayDoor } from '../doors/sql-door';
import { asAdmin } from '../migrate/provision';
import { openTestDatabase, twoTenants } from '../testing/test-database';
import type { TestDatabase } from '../testing/test-database';
import { ThievingRow } from '../testing/source.entity';
import { Database } from './database';

let db: TestDatabase;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db?.close());

const open = (url: string) => Database.open({ url, contextKey: db.contextKey, poolSize: 1 });

describe('the app door', () => {
  it('refuses a superuser', async () => {
    await expect(open(db.adminUrl)).rejects.toThrow('is a superuser');
  });

  it('refuses the owner of the tables', async () => {
    await expect(open(db.urls.migrate)).rejects.toThrow('owns tables');
  });

  it('refuses the role of another door', async () => {
    await expect(open(db.urls.relay)).rejects.toThrow('is not vedette_app');
    await expect(RelayDoor.open({ url: db.urls.app })).rejects.toThrow('is not vedette_relay');
    await expect(CatalogDoor.open({ url: db.urls.app })).rejects.toThrow('is not vedette_catalog');
    await expect(DirectoryDoor.open({ url: db.urls.app })).rejects.toThrow('is not vedette_directory');
  });

  it('refuses an entity that would write tenant_id', async () => {
    const opening = Database.open({ url: db.urls.app, contextKey: db.contextKey, entities: [ThievingRow] });
    await expect(opening).rejects.toThrow('map tenant_id with insert: false');
  });

  it('refuses a context key that is no secret', async () => {
    const opening = Database.open({ url: db.urls.app, contextKey: { id: 'test', secret: Buffer.from('short') } });
    await expect(opening).rejects.toThrow('32 bytes');
  });

  it('calls a server that is not there an outage', async () => {
    const url = new URL(db.urls.app);
    url.port = '1';
    await expect(open(url.toString())).rejects.toBeInstanceOf(Outage);
  });

  it('calls a lost connection an outage and recovers on the next transaction', async () => {
    const { acme } = await twoTenants(db);
    const losing = db.database.tenant(acme, async (tx) => {
      const [me] = await tx.sql<{ pid: number }>`select pg_backend_pid() as pid`;
      await db.adminSql`select pg_terminate_backend(${me?.pid ?? 0})`;
      await tx.sql`select pg_sleep(5)`;
    });
    await expect(losing).rejects.toBeInstanceOf(Outage);
    expect(await db.database.tenant(acme, (tx) => tx.sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it('calls a statement that takes too long an outage', async () => {
    const { acme } = await twoTenants(db);
    const hasty = await Database.open({ url: db.urls.app, contextKey: db.contextKey, statementTimeoutMs: 100, poolSize: 1 });
    await expect(hasty.tenant(acme, (tx) => tx.sql`select pg_sleep(2)`)).rejects.toBeInstanceOf(Outage);
    expect(await hasty.tenant(acme, (tx) => tx.sql`select 1 as one`)).toEqual([{ one: 1 }]);
    await hasty.close();
  });
});

describe('the directory door', () => {
  it('calls functions by plain name only, and reads no table', async () => {
    await expect(db.directory.call('f(); drop table accounts; --')).rejects.toThrow('plain name');
    await expect(db.directory.call('no_such_function')).rejects.toMatchObject({ code: '42883' });
    const reading = asAdmin(db.urls.directory, (client) => client.query('select from accounts'));
    await expect(reading).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the relay door', () => {
  it('keeps a transaction that worked and nothing of one that threw', async () => {
    const { acme } = await twoTenants(db);
    const write = (seq: number) => db.relay.transaction(async (tx) => {
      await tx.sql`insert into topic_heads (tenant_id, seq) values (${acme.tenantId}, ${seq}) on conflict (tenant_id) do update set seq = excluded.seq`;
      if (seq > 1) throw new Error('no');
    });
    await write(1);
    await expect(write(2)).rejects.toThrow('no');
    expect(await db.relay.sql`select seq from topic_heads where tenant_id = ${acme.tenantId}`).toEqual([{ seq: '1' }]);
  });

  it('sees no table but its own', async () => {
    await expect(db.relay.sql`select from alerts`).rejects.toMatchObject({ code: '42501' });
    await expect(db.relay.sql`select from accounts`).rejects.toMatchObject({ code: '42501' });
  });
});
