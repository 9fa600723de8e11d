import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomBytes } from 'node:crypto';
import { startPostgres } from '../../embedded/postgres.mjs';
import { cacheFolder } from '../../start/servers.mjs';
import { doorUrl, migrateDatabase } from '../../start/database.mjs';
import { openHome } from '../../start/home.mjs';
import { loadSecrets } from '../../start/secrets.mjs';

const require = createRequire(import.meta.url);
const GIGABYTE = 1024 ** 3;
/** A parallel scan keeps what it hands over in shared memory; the rest is as Postgres comes. */
const settings = { shared_buffers: '1GB', max_wal_size: '16GB', checkpoint_timeout: '30min' };

/** Events are put in on other days than today: whoever stores them is told when it is. */
export class SetClock {
  at = 0;
  now() {
    return this.at;
  }
  date() {
    return require('@vedette/kernel').dateFrom(this.at);
  }
}

/** A Postgres and a folder of its own, one tenant in it, and the lake: as a detection process opens them. `close` leaves nothing. */
export async function openStage() {
  const folder = mkdtempSync(path.join(tmpdir(), 'vedette-bench-hunts-'));
  const closers = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await Promise.resolve().then(closer).catch((error) => console.error(`bench: ${error.message}`));
  };
  try {
    const home = openHome(folder);
    const secrets = loadSecrets(home);
    const postgres = await startPostgres({ folder: home.path('postgres'), cache: cacheFolder(), password: secrets.postgres ?? randomBytes(9).toString('hex'), keep: false, settings });
    closers.push(() => postgres.stop());
    await migrateDatabase({ adminUrl: postgres.url, secrets });

    const { Database } = require('@vedette/database');
    const { Lake } = require('@vedette/lake');
    const { openStorage } = require('@vedette/storage');
    const { Client } = require('pg');
    const { id, secret } = secrets.contextKeys.setup;
    const appUrl = doorUrl(postgres.url, 'app', secrets.doors.app);
    const database = await Database.open({ url: appUrl, poolSize: 6, contextKey: { id, secret: Buffer.from(secret, 'base64') } });
    closers.push(() => database.close());
    const admin = new Client({ connectionString: postgres.url.replace(/\/postgres$/, new URL(appUrl).pathname) });
    await admin.connect();
    closers.push(() => admin.end());

    const objects = home.path('objects');
    mkdirSync(objects);
    const lake = await Lake.open({ storage: openStorage({ url: pathToFileURL(objects).href }), folder: home.path('lake'), cacheBytes: 16 * GIGABYTE });
    closers.push(() => lake.close());
    return { folder, objects, database, admin, lake, actor: await ownerOf(admin), version: postgres.version, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function ownerOf(admin) {
  const { Actor, permissionsOf } = require('@vedette/identity');
  const { newTenantId } = require('@vedette/kernel');
  const tenantId = newTenantId();
  await admin.query('insert into tenants (id, name) values ($1, $2)', [tenantId, 'bench']);
  return Actor.of({ tenantId, tenantName: 'bench', principal: 'system:bench', permissions: permissionsOf('owner'), expiresAt: Number.MAX_SAFE_INTEGER });
}

/** Bytes of all files below a folder whose names end so. */
export function bytesBelow(folder, ending = '') {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
