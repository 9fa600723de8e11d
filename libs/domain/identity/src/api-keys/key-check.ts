import type { DirectoryDoor } from '@vedette/database';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import { Actor } from '../actor/actor';
import { permissionsWithin } from '../actor/permissions';
import { refuse } from '../refusals';
import { looksLikeJwt } from '../sessions/opaque-token';
import { planAt } from '../tenants/plan';
import { parseKey } from './key-format';
import type { KeyParts } from './key-format';
import type { Peppers } from './peppers';

const HOUR_MS = 60 * 60 * 1000;

interface KeyRow {
  key_id: Uuid;
  tenant_id: TenantId;
  tenant_name: string;
  tenant_state: string;
  plan: string;
  trial_ends_at: Date | null;
  secret_hash: Buffer;
  pepper_id: string;
  scopes: string[];
  service_account_id: Uuid | null;
  /** Of the service account or of whoever made the key, as of now; null when they have left or may do nothing. */
  role: string | null;
  role_permissions: string[] | null;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

/** From a bearer value to an Actor. */
export class KeyCheck {
  constructor(private readonly deps: { readonly directory: DirectoryDoor; readonly clock: Clock; readonly peppers: Peppers }) {}

  async authenticate(bearer: string): Promise<Actor> {
    if (looksLikeJwt(bearer)) throw refuse('auth.jwt_refused');
    const { directory, clock, peppers } = this.deps;
    const parts = parseKey(bearer);
    if (!parts) throw refuse('key.unknown');
    const [row] = await directory.call<KeyRow>('api_key_by_public_id', parts.publicId);
    const known = peppers.matches(parts, row && { hash: row.secret_hash, pepperId: row.pepper_id });
    if (!row || !known) throw refuse('key.unknown');
    if (row.revoked_at || row.role === null || row.tenant_state !== 'active') throw refuse('key.revoked');
    if (row.expires_at.getTime() <= clock.now()) throw refuse('key.expired');
    await this.touch(row, parts);
    return Actor.of({
      tenantId: row.tenant_id,
      tenantName: row.tenant_name,
      principal: `key:${row.key_id}`,
      permissions: permissionsWithin(row.scopes, row.role, row.role_permissions),
      apiKeyId: row.key_id,
      serviceAccountId: row.service_account_id ?? undefined,
      plan: planAt(row, clock.now()),
      expiresAt: row.expires_at.getTime(),
    });
  }

  /** Written at the first use in an hour; not at every one of a busy shipper's posts. */
  private async touch(row: KeyRow, parts: KeyParts): Promise<void> {
    const { directory, clock, peppers } = this.deps;
    const { hash, pepperId } = peppers.hash(parts);
    const usedThisHour = row.last_used_at && clock.now() - row.last_used_at.getTime() < HOUR_MS;
    if (usedThisHour && row.pepper_id === pepperId) return;
    await directory.call('touch_api_key', row.tenant_id, row.key_id, clock.date(), hash, pepperId);
  }
}
