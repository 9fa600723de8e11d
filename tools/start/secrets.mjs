// Secrets of one installation: made once, random, readable by their owner only.
import { chmodSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

const password = () => randomBytes(24).toString('base64url');
// Ids are random as well: after a lost secrets file, new keys must not claim the names of the old ones in the database.
const key = (name) => ({ id: `${name}-${randomBytes(4).toString('hex')}`, secret: randomBytes(32).toString('base64') });

/**
 * Postgres superuser and Redis passwords, one password per database door, one context key per kind of process (so that
 * one can be withdrawn alone), and the peppers of API keys, current one first.
 */
export function loadSecrets(home) {
  const kept = home.readJson('secrets.json', {});
  const secrets = {
    postgres: kept.postgres ?? password(),
    // Redis reads it on an inline command line, so no quotes or blanks: base64url has none.
    redis: kept.redis ?? password(),
    doors: Object.fromEntries(['app', 'relay', 'directory', 'catalog', 'migrate'].map((door) => [door, kept.doors?.[door] ?? password()])),
    contextKeys: {
      gateway: kept.contextKeys?.gateway ?? key('gateway'),
      detection: kept.contextKeys?.detection ?? key('detection'),
      setup: kept.contextKeys?.setup ?? key('setup'),
    },
    peppers: kept.peppers ?? [key('pepper')],
  };
  home.writeJson('secrets.json', secrets);
  chmodSync(home.path('secrets.json'), 0o600);
  return secrets;
}

/** As the processes read it: `id:base64`. */
export const keyText = ({ id, secret }) => `${id}:${secret}`;
