import { createHash, createHmac, randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import type { Client } from 'pg';
import type { ContextKey } from '../context/context-key';
import { doors, roleOf } from '../doors/roles';
import type { DoorPasswords } from '../doors/roles';
import { migrate } from '../migrate/migrate';
import { readMigrations } from '../migrate/migration-files';
import { asAdmin, sealDatabase } from '../migrate/provision';

/** Same in every test process, since all copies of a template hold its pads. */
export const testContextKey: ContextKey = { id: 'test', secret: createHash('sha256').update('vedette test context key').digest() };

/** Stable for one server (roles are the whole cluster's) and no easier to guess than its admin's password. */
export function testPasswords(adminUrl: string): DoorPasswords {
  const secret = new URL(adminUrl).password || 'no password';
  const passwordOf = (role: string) => createHmac('sha256', secret).update(`vedette test ${role}`).digest('hex');
  return Object.fromEntries(doors.map((door) => [door, passwordOf(roleOf[door])])) as DoorPasswords;
}

const TEMPLATE_LOCK = 7_236_003;
const PREFIX = 'vedette_test_';

/** The migrated database that tests copy; its name carries a hash of the migrations, so a changed one makes another. */
export async function ensureTemplate(adminUrl: string): Promise<string> {
  const hash = createHash('sha256');
  readMigrations().forEach((file) => hash.update(`${file.name} ${file.checksum}\n`));
  const template = `vedette_template_${hash.digest('hex').slice(0, 12)}`;
  await asAdmin(adminUrl, async (admin) => {
    if (await isReady(admin, template)) return;
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    if (await isReady(admin, template)) return;
    await admin.query(`drop database if exists ${template} with (force)`);
    const options = { adminUrl, database: template, doors: testPasswords(adminUrl), contextKeys: [testContextKey] };
    await migrate(options);
    await admin.query(`comment on database ${template} is 'ready'`);
  });
  return template;
}

async function isReady(admin: Client, template: string): Promise<boolean> {
  const { rowCount } = await admin.query(
    `select 1 from pg_database where datname = $1 and shobj_description(oid, 'pg_database') = 'ready'`,
    [template],
  );
  return rowCount === 1;
}

/** A name nobody has; it tells its age, so that what a dead process left behind is swept after some hours. */
export function freshName(now: number): string {
  return `${PREFIX}${Math.floor(now / 60_000).toString(36)}_${randomBytes(5).toString('hex')}`;
}

export async function copyTemplate(adminUrl: string, template: string, now: number): Promise<string> {
  const name = freshName(now);
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`create database ${name} template ${template} owner ${roleOf.migrate}`);
    await sealDatabase(admin, name);
    await sweep(admin, now);
  });
  return name;
}

export async function dropCopy(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (admin) => admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`));
}

const STALE_MINUTES = 180;

async function sweep(admin: Client, now: number): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(`select datname from pg_database where datname like '${PREFIX}%'`);
  for (const { datname } of rows) {
    const minute = Number.parseInt(datname.slice(PREFIX.length).split('_')[0] ?? '', 36);
    if (now / 60_000 - minute < STALE_MINUTES) continue;
    // Another process may be sweeping the same one.
    await admin.query(`drop database if exists ${escapeIdentifier(datname)} with (force)`).catch(() => undefined);
  }
}
