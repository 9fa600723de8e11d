// The demo tenant: exists in development mode on the loopback only. Its password is random and stays in the home folder.
import { randomBytes } from 'node:crypto';
import { library } from './database.mjs';

const named = ({ id, secret }) => ({ id, secret: Buffer.from(secret, 'base64') });

/**
 * Makes the demo tenant once and remembers it in demo.json (0600): { email, password, apiKey, tenantId }. Safe to
 * repeat: a key that the database no longer knows (new data beside an old file) is made anew.
 */
export async function ensureDemo({ home, doors, secrets }) {
  const { Database, DirectoryDoor } = library('libs/platform/database');
  const { systemClock } = library('libs/kernel');
  const { seedDemo } = library('libs/domain/identity');
  const kept = home.readJson('demo.json', {});
  const password = kept.password ?? randomBytes(15).toString('base64url');

  const directory = await DirectoryDoor.open({ url: doors.DATABASE_DIRECTORY_URL, poolSize: 1 });
  try {
    const database = await Database.open({ url: doors.DATABASE_APP_URL, poolSize: 1, contextKey: named(secrets.contextKeys.setup) });
    try {
      const made = await seedDemo({ directory, database, clock: systemClock, peppers: secrets.peppers.map(named), password, apiKey: kept.apiKey });
      const demo = { email: made.email, password, apiKey: made.apiKey ?? kept.apiKey, tenantId: made.tenantId };
      home.writeJson('demo.json', demo);
      return demo;
    } finally {
      await database.close();
    }
  } finally {
    await directory.close();
  }
}
