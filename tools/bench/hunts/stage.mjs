import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startPostgres } from '../../embedded/postgres.mjs';
import { cacheFolder } from '../../start/servers.mjs';
import { doorUrl, migrateDatabase } from '../../start/database.mjs';
import { openHome } from '../../start/home.mjs';
import { loadSecrets } from '../../start/secrets.mjs';
import { once, onInterrupt } from '../interrupt.mjs';

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

/**
 * A Postgres and a folder of its own, one tenant in it, and the lake: as a detection process opens them. `close` leaves
 * nothing, and neither does Ctrl-C, also while it opens.
 */
export async function openStage() {
  const folder = mkdtempSync(path.join(tmpdir(), 'vedette-bench-hunts-'));
  const closers = [() => rmSync(folder, { recursive: true, force: true })];
  const interrupt = new AbortController();
  const opening = fill(openHome(folder), closers, interrupt.signal);
  const close = once(async () => {
    interrupt.abort(new Error('interrupted'));
    await opening.catch(() => undefined);
    for (const closer of closers.reverse()) await Promise.resolve().then(closer).catch((error) => console.error(`bench: ${error.message}`));
    settle();
  });
  const settle = onInterrupt(close);
  try {
    return { ...(await opening), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fill(home, closers, signal) {
  const secrets = loadSecrets(home);
  const postgres = await startPostgres({ folder: home.path('postgres'), cache: cacheFolder(), password: secrets.postgres, keep: false, settings });
  closers.push(() => postgres.stop());
  signal.throwIfAborted();
  await migrateDatabase({ adminUrl: postgres.url, secrets });
  signal.throwIfAborted();

  const { Database } = require('@vedette/database');
  const { Lake } = require('@vedette/lake');
  const { openStorage } = require('@vedette/storage');
  const { Client } = require('pg');
  const { id, secret } = secrets.contextKeys.setup;
  const appUrl = doorUrl(postgres.url, 'app', secrets.doors.app);
  const database = await Database.open({ url: appUrl, poolSize: 6, contextKey: { id, secret: Buffer.from(secret, 'base64') } });
  closers.push(() => database.close());
  const admin = new Client({ connectionString: postgres.url.replace(/\/postgres$/, new URL(appUrl).pathname) });
  // Closing while a question is under way ends its connection.
  admin.on('error', () => undefined);
  await admin.connect();
  closers.push(() => admin.end());

  const objects = home.path('objects');
  mkdirSync(objects);
  const lake = await Lake.open({ storage: openStorage({ url: pathToFileURL(objects).href }), folder: home.path('lake'), cacheBytes: 16 * GIGABYTE });
  closers.push(() => lake.close());
  return { objects, database, admin, lake, actor: await ownerOf(admin), version: postgres.version };
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
