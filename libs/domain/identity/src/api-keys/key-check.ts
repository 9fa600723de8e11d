import type { DirectoryDoor } from '@vedette/database';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import { Actor } from '../actor/actor';
import { permissionsWithin } from '../actor/permissions';
import { refuse } from '../refusals';
import { looksLikeJwt } from '../sessions/opaque-token';
import { planAt } from '../tenants/plan';
import type { IdentityWatch } from '../watch/identity-event';
import { parseKey } from './key-format';
import type { KeyParts } from './key-format';
import { coarseNetwork, isWithin, parseNetwork } from './network';
import type { Network } from './network';
import type { Peppers } from './peppers';

const HOUR_MS = 60 * 60 * 1000;
const SAY_AGAIN_MS = 60 * 1000;
const MOST_REMEMBERED = 10_000;
const MOST_SEEN = 20;

export interface KeyRow {
  key_id: Uuid;
  tenant_id: TenantId;
  tenant_name: string;
  tenant_state: string;
  plan: string;
  trial_ends_at: Date | null;
  secret_hash: Buffer;
  pepper_id: string;
  scopes: string[];
  owner_id: Uuid;
  service_account_id: Uuid | null;
  /** Of the service account or of whoever made the key, as of now; null when they have left or may do nothing. */
  role: string | null;
  role_permissions: string[] | null;
  networks: string[];
  seen_networks: string[];
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

/** From a bearer value to an Actor. */
export class KeyCheck {
  /** When a refusal was last told, by key and network: a shipper in the wrong place tries many times a second. */
  private readonly said = new Map<string, number>();
  /** By key, whose networks never change: fifty cost a third of a millisecond to read. */
  private readonly networks = new Map<string, readonly Network[]>();

  constructor(
    private readonly deps: { readonly directory: DirectoryDoor; readonly clock: Clock; readonly peppers: Peppers; readonly watch?: IdentityWatch },
  ) {}

  /** @throws Refusal as `ApiKeys.authenticate` */
  async authenticate(bearer: string, address: string): Promise<Actor> {
    if (looksLikeJwt(bearer)) throw refuse('auth.jwt_refused');
    const { clock } = this.deps;
    const known = await this.find(bearer);
    if (!known) throw refuse('key.unknown');
    const { row, parts } = known;
    if (row.revoked_at || row.role === null || row.tenant_state !== 'active') throw refuse('key.revoked');
    if (row.expires_at.getTime() <= clock.now()) throw refuse('key.expired');
    this.checkNetwork(row, address);
    await this.touch(row, parts, address);
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

  /**
   * The key whose secret this is, whether it still works or not.
   * @returns null for a stranger, after the same statement and the same hash whether its public id exists or not
   */
  async find(bearer: string): Promise<{ readonly row: KeyRow; readonly parts: KeyParts } | null> {
    const { directory, peppers } = this.deps;
    const parts = parseKey(bearer);
    if (!parts) return null;
    const [row] = await directory.call<KeyRow>('api_key_by_public_id', parts.publicId);
    const known = peppers.matches(parts, row && { hash: row.secret_hash, pepperId: row.pepper_id });
    return row && known ? { row, parts } : null;
  }

  /** @throws Refusal `key.wrong_network` */
  private checkNetwork(row: KeyRow, address: string): void {
    if (row.networks.length === 0) return;
    if (isWithin(this.networksOf(row), address)) return;
    this.tellOfRefusal(row, address);
    throw refuse('key.wrong_network');
  }

  private networksOf({ key_id, networks }: KeyRow): readonly Network[] {
    const known = this.networks.get(key_id);
    if (known) return known;
    // What cannot be read admits nobody.
    const read = networks.flatMap((text) => parseNetwork(text) ?? []);
    if (this.networks.size >= MOST_REMEMBERED) this.networks.clear();
    this.networks.set(key_id, read);
    return read;
  }

  private tellOfRefusal({ key_id, tenant_id }: KeyRow, address: string): void {
    const now = this.deps.clock.now();
    const what = `${key_id} ${coarseNetwork(address) ?? ''}`;
    if (now - (this.said.get(what) ?? 0) < SAY_AGAIN_MS) return;
    if (this.said.size >= MOST_REMEMBERED) this.said.clear();
    this.said.set(what, now);
    this.deps.watch?.({ kind: 'key.refused-network', tenantId: tenant_id, apiKeyId: key_id, address });
  }

  /** Written at the first use in an hour or from a network; not at every one of a busy shipper's posts. */
  private async touch(row: KeyRow, parts: KeyParts, address: string): Promise<void> {
    const { directory, clock, peppers, watch } = this.deps;
    const { hash, pepperId } = peppers.hash(parts);
    const network = coarseNetwork(address);
    const usedThisHour = row.last_used_at && clock.now() - row.last_used_at.getTime() < HOUR_MS;
    const seen = network === null || row.seen_networks.includes(network) || row.seen_networks.length >= MOST_SEEN;
    if (usedThisHour && row.pepper_id === pepperId && seen) return;
    const [touched] = await directory.call<{ new_network: boolean }>('touch_api_key', row.tenant_id, row.key_id, clock.date(), hash, pepperId, network);
    if (touched?.new_network) watch?.({ kind: 'key.new-network', tenantId: row.tenant_id, apiKeyId: row.key_id, address });
  }
}
