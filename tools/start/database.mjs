// The database: migrations through the compiled library, and the address of each door.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { StartRefusal, workspace } from './home.mjs';
import { keyText } from './secrets.mjs';

const require = createRequire(import.meta.url);

/** A compiled library of this workspace. Loaded late: it exists only after the build. */
export const library = (folder) => require(join(workspace, folder, 'dist/index.js'));

/** An outside server's URL may name a database to use; `postgres` is where administrators connect, not where data goes. */
export function databaseName(adminUrl) {
  const name = decodeURIComponent(new URL(adminUrl).pathname.slice(1));
  return name && name !== 'postgres' && !/^template[01]$/.test(name) ? name : 'vedette';
}

/** The administrator's URL with a door's role and password instead; host, port and options stay. */
export function doorUrl(adminUrl, door, password) {
  const url = new URL(adminUrl);
  url.username = `vedette_${door}`;
  url.password = password;
  url.pathname = `/${encodeURIComponent(databaseName(adminUrl))}`;
  return url.toString();
}

export async function migrateDatabase({ adminUrl, secrets }) {
  const { migrate } = library('libs/platform/database');
  try {
    const { applied } = await migrate({
      adminUrl,
      database: databaseName(adminUrl),
      doors: secrets.doors,
      contextKeys: Object.values(secrets.contextKeys).map(({ id, secret }) => ({ id, secret: Buffer.from(secret, 'base64') })),
    });
    return { applied, detail: applied.length ? `${applied.length} migrations applied` : 'schema is current' };
  } catch (error) {
    if (error.code === '28P01')
      throw new StartRefusal(
        `the database refused the administrator's password.\n  The data folder and secrets.json belong together: restore the file, or remove the postgres folder to start anew.`,
      );
    // The library's own words say which migration and why; a stack trace would hide them.
    if (/^(migration |this database |context key )/.test(error.message))
      throw new StartRefusal(`${error.message}.\n  The database belongs to another version of Vedette. Use that one, or another VEDETTE_HOME or database.`);
    throw error;
  }
}

/** What every process may know of the database, by the names its configuration uses. */
export const doorVariables = ({ adminUrl, secrets }) => ({
  DATABASE_APP_URL: doorUrl(adminUrl, 'app', secrets.doors.app),
  DATABASE_RELAY_URL: doorUrl(adminUrl, 'relay', secrets.doors.relay),
  DATABASE_DIRECTORY_URL: doorUrl(adminUrl, 'directory', secrets.doors.directory),
  DATABASE_CATALOG_URL: doorUrl(adminUrl, 'catalog', secrets.doors.catalog),
  VEDETTE_PEPPERS: secrets.peppers.map(keyText).join(','),
});
