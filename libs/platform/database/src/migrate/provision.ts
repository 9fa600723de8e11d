import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { doors, roleOf } from '../doors/roles';
import type { DoorPasswords } from '../doors/roles';

/** Roles belong to the whole cluster: whoever changes them, in whichever database, holds this lock in the admin's one. */
const ROLE_LOCK = 7_236_001;

// `inherit`, so that vedette_migrate, as owner of the database, has the rights of pg_database_owner in schema public.
const ATTRIBUTES = 'login inherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication';

/**
 * Creates the login roles and the database where absent, and shuts the database to everyone but the doors.
 * Safe to run again, and from many processes at once.
 */
export async function provision(adminUrl: string, database: string, passwords: DoorPasswords): Promise<void> {
  await holdingRoles(adminUrl, async (admin) => {
    for (const door of doors) {
      const role = roleOf[door];
      const found = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = found.rowCount ? 'alter' : 'create';
      await admin.query(`${verb} role ${role} ${ATTRIBUTES} password ${escapeLiteral(passwords[door])}`);
    }
    const found = await admin.query<{ owner: string }>('select pg_get_userbyid(datdba) as owner from pg_database where datname = $1', [database]);
    const verb = found.rows[0] ? 'alter' : 'create';
    // A database that somebody made for us beforehand is theirs until here: migrations need what its owner may do.
    if (found.rows[0]?.owner !== roleOf.migrate) {
      await admin.query(`${verb} database ${escapeIdentifier(database)} owner ${verb === 'alter' ? 'to ' : ''}${roleOf.migrate}`);
    }
    await sealDatabase(admin, database);
  });
}

/** Whoever changes roles does it in here: two changes of one role at once fail in Postgres. */
export async function holdingRoles<T>(adminUrl: string, work: (admin: Client) => Promise<T>): Promise<T> {
  return asAdmin(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [ROLE_LOCK]);
    return work(admin);
  });
}

/** Only the doors may connect, and nobody makes temporary tables: a copied database starts open to all. */
export async function sealDatabase(admin: Client, database: string): Promise<void> {
  const name = escapeIdentifier(database);
  await admin.query(`revoke all on database ${name} from public`);
  await admin.query(`grant connect on database ${name} to ${doors.map((door) => roleOf[door]).join(', ')}`);
}

/** One connection of the administrator for the length of `work`. */
export async function asAdmin<T>(adminUrl: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: adminUrl });
  // A lost connection also rejects the query under way, which is where it is told.
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
