import type { TenantTx } from '@vedette/database';
import { isUuid } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';
import type { ApiKeyRow, KeyEnd, KeyKind } from './api-key';
import { formatKey, newKeyParts } from './key-format';
import type { KeyEnvironment } from './key-format';
import type { Peppers } from './peppers';

const MOST_LIVE_KEYS = 100;

/** Newest first, the ended ones included. */
export function readKeys(tx: TenantTx, id: Uuid | null): Promise<ApiKeyRow[]> {
  return tx.sql<ApiKeyRow>`select k.id, k.public_id, k.name, k.kind, k.scopes, k.networks, k.seen_networks,
      coalesce(sa.owner_id, k.created_by) as owner_id, m.account_id is not null as owner_is_member,
      k.service_account_id, sa.name as service_account_name, k.replaces,
      k.created_at, k.expires_at, k.revoked_at, k.revoked_because, k.last_used_at
    from api_keys k
    left join service_accounts sa on sa.tenant_id = k.tenant_id and sa.id = k.service_account_id
    left join members m on m.tenant_id = k.tenant_id and m.account_id = coalesce(sa.owner_id, k.created_by)
    where ${id}::uuid is null or k.id = ${id}::uuid
    order by k.created_at desc, k.id desc limit 1000`;
}

/** @throws Error when it is gone, which a locked row is not */
export async function readKey(tx: TenantTx, id: Uuid): Promise<ApiKeyRow> {
  const [row] = await readKeys(tx, id);
  if (!row) throw new Error('a key that was just written is gone');
  return row;
}

/** What changing a key looks at. */
export interface LockedKey {
  id: Uuid;
  name: string;
  kind: KeyKind;
  scopes: string[];
  networks: string[];
  service_account_id: Uuid | null;
  created_by: Uuid;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  revoked_because: KeyEnd | null;
}

/** @throws Refusal `key.not_found` */
export async function lockKey(tx: TenantTx, id: string): Promise<LockedKey> {
  if (!isUuid(id)) throw refuse('key.not_found');
  const [row] = await tx.sql<LockedKey>`select id, name, kind, scopes, networks, service_account_id, created_by, created_at, expires_at, revoked_at, revoked_because
    from api_keys where id = ${id} for update`;
  if (!row) throw refuse('key.not_found');
  return row;
}

/** @throws Refusal `key.too_many` */
export async function checkRoom(tx: TenantTx, at: Date): Promise<void> {
  const [live] = await tx.sql<{ count: number }>`select count(*)::int as count from api_keys where revoked_at is null and expires_at > ${at}`;
  if (live && live.count >= MOST_LIVE_KEYS) throw refuse('key.too_many');
}

/** A key that is not written yet. Every field comes from an Actor, a locked row or a checked request. */
export interface KeyDraft {
  readonly id: Uuid;
  readonly name: string;
  readonly kind: KeyKind;
  readonly scopes: readonly string[];
  readonly networks: readonly string[];
  readonly createdBy: Uuid;
  readonly serviceAccountId: Uuid | null;
  readonly replaces: Uuid | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** @returns the secret: shown this once, stored as a keyed hash */
export async function insertKey(tx: TenantTx, draft: KeyDraft, environment: KeyEnvironment, peppers: Peppers): Promise<string> {
  const parts = newKeyParts(environment);
  const { hash, pepperId } = peppers.hash(parts);
  await tx.sql`insert into api_keys
      (id, public_id, name, kind, scopes, networks, secret_hash, pepper_id, created_by, service_account_id, replaces, created_at, expires_at)
    values (${draft.id}, ${parts.publicId}, ${draft.name}, ${draft.kind}, ${[...draft.scopes]}, ${[...draft.networks]}, ${hash}, ${pepperId},
      ${draft.createdBy}, ${draft.serviceAccountId}, ${draft.replaces}, ${draft.createdAt}, ${draft.expiresAt})`;
  return formatKey(parts);
}
