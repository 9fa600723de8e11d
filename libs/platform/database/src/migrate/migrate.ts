import { asAdmin, provision } from './provision';
import { readMigrations } from './migration-files';
import type { MigrationFile } from './migration-files';
import { checkContextKey, hmacPads } from '../context/context-key';
import type { ContextKey } from '../context/context-key';
import { doorUrl } from '../doors/roles';
import type { DoorPasswords } from '../doors/roles';
import type { Client } from 'pg';

export interface MigrateOptions {
  /** A superuser, or a role that may create roles and databases. */
  readonly adminUrl: string;
  readonly database: string;
  readonly doors: DoorPasswords;
  /** Keys that may sign contexts; a key left out stops counting five minutes later. */
  readonly contextKeys: readonly ContextKey[];
  /** Another folder of migrations, for tests. */
  readonly migrations?: readonly MigrationFile[];
}

const MIGRATION_LOCK = 7_236_002;

/**
 * Brings a database to the newest schema: roles, database, migrations as `vedette_migrate`, keys, partitions. Forward only; running it
 * again, or in two processes at once, changes nothing.
 * @throws Error when an applied migration's text has changed, or the database knows a migration this code does not.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const files = options.migrations ?? readMigrations();
  options.contextKeys.forEach(checkContextKey);
  await provision(options.adminUrl, options.database, options.doors);
  const url = doorUrl(options.adminUrl, 'migrate', options.doors.migrate, options.database);
  return asAdmin(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await apply(client, files);
    await writeContextKeys(client, options.contextKeys);
    if (files.length > 0) await client.query('select app.make_partitions()');
    return { applied };
  });
}

async function apply(client: Client, files: readonly MigrationFile[]): Promise<string[]> {
  await client.query(`set client_min_messages = warning;
    create schema if not exists app;
    create table if not exists app.schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from app.schema_migrations');
  const known = new Map(rows.map((row) => [row.name, row.checksum]));
  const applied: string[] = [];
  for (const file of files) {
    const checksum = known.get(file.name);
    known.delete(file.name);
    if (checksum === file.checksum) continue;
    if (checksum !== undefined) {
      throw new Error(`migration ${file.name} was changed after it ran here; add a new migration instead`);
    }
    await applyOne(client, file);
    applied.push(file.name);
  }
  const [stranger] = known.keys();
  if (stranger !== undefined) throw new Error(`this database ran ${stranger}, which this version does not have: it is newer`);
  return applied;
}

async function applyOne(client: Client, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query('insert into app.schema_migrations (name, checksum) values ($1, $2)', [file.name, file.checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${file.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function writeContextKeys(client: Client, keys: readonly ContextKey[]): Promise<void> {
  for (const key of keys) {
    const { inner, outer } = hmacPads(key);
    const { rowCount } = await client.query(
      `insert into app.context_keys as k (id, inner_pad, outer_pad) values ($1, $2, $3)
       on conflict (id) do update set valid_until = null where k.inner_pad = excluded.inner_pad`,
      [key.id, inner, outer],
    );
    if (rowCount === 0) throw new Error(`context key ${key.id} is stored with another secret; give the new secret a new id`);
  }
  await client.query(
    `update app.context_keys set valid_until = now() + interval '5 minutes' where valid_until is null and id <> all ($1)`,
    [keys.map((key) => key.id)],
  );
}
