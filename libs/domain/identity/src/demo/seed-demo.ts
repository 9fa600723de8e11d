import type { Database, DirectoryDoor } from '@vedette/database';
import { newId, newTenantId, Refusal } from '@vedette/kernel';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import { Actor } from '../actor/actor';
import { permissionsOf } from '../actor/permissions';
import { ApiKeys } from '../api-keys/api-keys';
import type { Pepper } from '../api-keys/peppers';
import { recordChange } from '../members/member-changes';
import { readGrant } from '../members/standing';
import { hashPassword, PasswordHasher } from '../passwords/password-hasher';

export const demoEmail = 'demo@vedette.local';
const DEMO_ORGANISATION = 'Demo';

export interface DemoSeed {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly clock: Clock;
  readonly peppers: readonly Pepper[];
  /** Replaces the one there is: the launcher's file says what the password is. */
  readonly password: string;
  /** The ingest key of an earlier start, if it is still known: kept when it still works. */
  readonly apiKey?: string;
}

export interface Demo {
  readonly email: string;
  readonly tenantId: TenantId;
  /** Whether the tenant was made by this call. */
  readonly created: boolean;
  /** A new ingest key (scope `event:write`); absent when the given one still works. */
  readonly apiKey?: string;
}

/**
 * The tenant "Demo", its owner and a key that may send events; safe to repeat. For the launcher in development mode
 * alone: nothing that is served calls it.
 */
export async function seedDemo(seed: DemoSeed): Promise<Demo> {
  const { directory, database, clock, peppers } = seed;
  const { accountId, tenantId, created } = await ensureOwner(seed);
  const keys = new ApiKeys({ directory, database, clock, peppers, environment: 'dev' });
  const demo = { email: demoEmail, tenantId, created };
  if (seed.apiKey && (await stillWorks(keys, seed.apiKey, tenantId))) return demo;
  const owner = Actor.of({
    tenantId,
    tenantName: DEMO_ORGANISATION,
    principal: `account:${accountId}`,
    permissions: permissionsOf('owner'),
    role: 'owner',
    accountEmail: demoEmail,
    expiresAt: clock.now() + 60_000,
  });
  const { secret } = await keys.create(owner, { name: 'Demo simulator', scopes: ['event:write'], expiresInDays: 365 });
  return { ...demo, apiKey: secret };
}

async function ensureOwner(seed: DemoSeed): Promise<{ accountId: Uuid; tenantId: TenantId; created: boolean }> {
  const { directory, database, clock, password } = seed;
  const [known] = await directory.call<{ account_id: Uuid; password_hash: string; tenant_id: TenantId }>('credentials_of', demoEmail);
  if (known) {
    const same = await new PasswordHasher().matches(known.password_hash, password);
    if (!same) await directory.call('replace_password_hash', known.account_id, known.password_hash, await hashPassword(password));
    return { accountId: known.account_id, tenantId: known.tenant_id, created: false };
  }
  const now = clock.now();
  const passwordHash = await hashPassword(password);
  const accountId = newId(now);
  const tenantId = newTenantId();
  await database.tenant({ tenantId, principal: 'system:demo' }, async (tx) => {
    const made = await directory.call(
      'register_owner',
      accountId,
      demoEmail,
      demoEmail,
      passwordHash,
      tenantId,
      DEMO_ORGANISATION,
      newId(now),
      clock.date(),
    );
    if (made.length === 0) throw new Error('the demo account exists but may not sign in');
    await recordChange(tx, clock, accountId, 'joined', await readGrant(tx, { role: 'owner' }));
    tx.audit('tenant.created', { kind: 'tenant', id: tenantId });
    tx.audit('member.joined', { kind: 'account', id: accountId }, { role: 'owner' });
  });
  return { accountId, tenantId, created: true };
}

async function stillWorks(keys: ApiKeys, secret: string, tenantId: TenantId): Promise<boolean> {
  try {
    const actor = await keys.authenticate(secret, '127.0.0.1');
    return actor.tenantId === tenantId && actor.may('event:write');
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
