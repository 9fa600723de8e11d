import { createRequire } from 'node:module';
import { library } from '../../start/database.mjs';
import { loadSecrets } from '../../start/secrets.mjs';

const require = createRequire(import.meta.url);
const AT_ONCE = 8;
const MINUTE = 60_000;
const named = ({ id, secret }) => ({ id, secret: Buffer.from(secret, 'base64') });

/** Of `count` items, some at a time. */
export async function each(items, work, atOnce = AT_ONCE) {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const place = next++;
      await work(items[place], place);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/**
 * Tenants with an owner and a key each, made through the identity domain past HTTP: a thousand sign-ups would take a
 * thousand mails. `sent`, `refused` and `busy` (told to come back) of each is what a sender knows; `ledgers` is what the product knows.
 */
export async function openEstate(stack, count) {
  const { Database, DirectoryDoor } = library('libs/platform/database');
  const { systemClock } = library('libs/kernel');
  const { ApiKeys } = library('libs/domain/identity');
  const { Ledger, Sources } = require('@vedette/detection');
  const secrets = loadSecrets(stack.home);
  const database = await Database.open({ url: stack.serviceUrls.DATABASE_APP_URL, poolSize: AT_ONCE, contextKey: named(secrets.contextKeys.setup) });
  const directory = await DirectoryDoor.open({ url: stack.serviceUrls.DATABASE_DIRECTORY_URL, poolSize: AT_ONCE }).catch(async (error) => {
    await database.close();
    throw error;
  });
  const keys = new ApiKeys({ directory, database, clock: systemClock, peppers: secrets.peppers.map(named), environment: 'dev' });
  const tenants = Array.from({ length: count });
  await each(tenants, async (_, place) => {
    tenants[place] = await makeTenant(directory, keys, `bench-${place}`);
  });
  const ledger = new Ledger({ database });
  const sources = new Sources({ database });
  return {
    tenants,
    add: async (name) => tenants[tenants.push(await makeTenant(directory, keys, name)) - 1],
    mute: (tenant, source) => sources.mute(tenant.owner(), source, true),
    ledgers: () => readLedgers(ledger, tenants),
    close: async () => {
      await Promise.allSettled([directory.close(), database.close()]);
    },
  };
}

async function makeTenant(directory, keys, name) {
  const { newId, newTenantId, systemClock } = library('libs/kernel');
  const { Actor, permissionsOf } = library('libs/domain/identity');
  const [now, tenantId] = [systemClock.now(), newTenantId()];
  const [accountId, email] = [newId(now), `${name}@bench.example`];
  // Nobody signs in: no password has this hash.
  const made = await directory.call('register_owner', accountId, email, email, '!', tenantId, name, newId(now), systemClock.date());
  if (made.length === 0) throw new Error(`bench: ${email} exists`);
  const owner = () =>
    Actor.of({ tenantId, tenantName: name, principal: `account:${accountId}`, permissions: permissionsOf('owner'), accountEmail: email, expiresAt: systemClock.now() + MINUTE });
  const { secret } = await keys.create(owner(), { name: 'bench', scopes: ['event:write', 'alert:read'] });
  return { name, tenantId, owner, key: secret, sent: 0, refused: 0, busy: 0 };
}

const parts = ['received', 'refused', 'dropped', 'evaluated', 'failed', 'waiting'];

/**
 * Every event that was sent, and what became of it: of each tenant `received = refused + dropped + evaluated + failed +
 * waiting`, none waiting, none failed, and all that it sent received, to the last event. `faults` names what is not so.
 */
async function readLedgers(ledger, tenants) {
  const total = Object.fromEntries(parts.map((part) => [part, 0]));
  const faults = [];
  const day = (shift) => new Date(Date.now() + shift * 24 * 60 * MINUTE).toISOString().slice(0, 10);
  await each(tenants, async (tenant) => {
    const lines = await ledger.between(tenant.owner(), day(-1), day(1));
    const sum = Object.fromEntries(parts.map((part) => [part, lines.reduce((all, line) => all + line[part], 0)]));
    for (const part of parts) total[part] += sum[part];
    const accounted = sum.refused + sum.dropped + sum.evaluated + sum.failed + sum.waiting;
    const wrong = sum.received !== tenant.sent || sum.refused !== tenant.refused || sum.received !== accounted || sum.waiting !== 0 || sum.failed !== 0;
    if (wrong) faults.push(`${tenant.name}: sent ${tenant.sent}, of them broken ${tenant.refused}; ${parts.map((part) => `${part} ${sum[part]}`).join(', ')}`);
  });
  const sent = tenants.reduce((sum, tenant) => sum + tenant.sent, 0);
  if (sent !== total.received) faults.push(`in all: sent ${sent}, received ${total.received}`);
  return { sent, ...total, busy: tenants.reduce((sum, tenant) => sum + tenant.busy, 0), faults };
}
