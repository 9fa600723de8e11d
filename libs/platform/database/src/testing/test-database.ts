import { Pool } from 'pg';
import { newTenantId, systemClock } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { columnTypes } from '../connection/open-pool';
import type { ContextKey } from '../context/context-key';
import type { TenantScope } from '../context/tenant-scope';
import { DirectoryDoor } from '../doors/directory-door';
import { databaseUrl, doorUrl } from '../doors/roles';
import type { Door } from '../doors/roles';
import { CatalogDoor, RelayDoor } from '../doors/sql-door';
import type { Sql } from '../doors/sql-door';
import { statement } from '../sql/statement';
import type { SqlValue } from '../sql/statement';
import { Database } from '../tenant/database';
import type { DatabaseOptions } from '../tenant/database';
import { testServices } from './services';
import { copyTemplate, dropCopy, ensureTemplate, testContextKey, testPasswords } from './template-database';

/** A migrated database of its own, and every door to it. */
export interface TestDatabase {
  readonly database: Database;
  readonly directory: DirectoryDoor;
  readonly relay: RelayDoor;
  readonly catalog: CatalogDoor;
  /** As superuser, past every policy: for arranging and for looking behind the doors. */
  readonly adminSql: Sql;
  readonly urls: Readonly<Record<Door, string>>;
  readonly adminUrl: string;
  readonly name: string;
  readonly contextKey: ContextKey;
  /** Closes the doors and drops the database. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions extends Partial<Omit<DatabaseOptions, 'url' | 'contextKey'>> {
  /** Of a superuser; the services' Postgres unless given. */
  readonly adminUrl?: string;
}

/** A copy of the migrated template: about a tenth of a second, dropped on close. */
export async function openTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { adminUrl = testServices().postgres, ...databaseOptions } = options;
  const name = await copyTemplate(adminUrl, await ensureTemplate(adminUrl), systemClock.now());
  const passwords = testPasswords(adminUrl);
  const url = (door: Door) => doorUrl(adminUrl, door, passwords[door], name);
  const urls = { app: url('app'), relay: url('relay'), directory: url('directory'), catalog: url('catalog'), migrate: url('migrate') };
  const database = await Database.open({ poolSize: 5, ...databaseOptions, url: urls.app, contextKey: testContextKey });
  const [directory, relay, catalog] = await Promise.all([
    DirectoryDoor.open({ url: urls.directory, poolSize: 3 }),
    RelayDoor.open({ url: urls.relay, poolSize: 3 }),
    CatalogDoor.open({ url: urls.catalog, poolSize: 2 }),
  ]);
  const admin = new Pool({ connectionString: databaseUrl(adminUrl, name), max: 2, types: columnTypes });
  admin.on('error', () => undefined);
  return {
    database,
    directory,
    relay,
    catalog,
    adminSql: async <Row>(parts: TemplateStringsArray, ...values: SqlValue[]) => {
      const { text, values: bound } = statement(parts, values);
      return (await admin.query(text, [...bound])).rows as Row[];
    },
    urls,
    adminUrl: databaseUrl(adminUrl, name),
    name,
    contextKey: testContextKey,
    close: async () => {
      await Promise.allSettled([database, directory, relay, catalog].map((door) => door.close()));
      await admin.end();
      await dropCopy(adminUrl, name);
    },
  };
}

/** Two organisations that must never see each other. */
export async function twoTenants(db: Pick<TestDatabase, 'adminSql'>): Promise<{ acme: TenantScope; globex: TenantScope }> {
  const scope = async (name: string): Promise<TenantScope> => {
    const tenantId: TenantId = newTenantId();
    await db.adminSql`insert into tenants (id, name) values (${tenantId}, ${name})`;
    return { tenantId, principal: 'system:test' };
  };
  return { acme: await scope('acme'), globex: await scope('globex') };
}
