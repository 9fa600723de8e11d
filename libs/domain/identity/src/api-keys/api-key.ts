import type { Uuid } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import { keyHint } from './key-format';
import type { KeyEnvironment } from './key-format';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOTICE_MS = 14 * DAY_MS;

/** `cli` was granted to a command line by the device flow. */
export type KeyKind = 'key' | 'cli';
/** `rotated` also while the old key still works beside the new one. */
export type KeyEnd = 'asked' | 'leaked' | 'rotated' | 'owner left';

/** Somebody who answers for a key or a service account. */
export interface KeyOwner {
  readonly accountId: Uuid;
  /** Null for an account that is disabled. */
  readonly email: string | null;
}

export interface ApiKey {
  readonly id: Uuid;
  readonly name: string;
  /** Prefix and public id. */
  readonly hint: string;
  readonly kind: KeyKind;
  readonly scopes: readonly string[];
  /** From where alone it works, as CIDR; from anywhere where there is none. */
  readonly networks: readonly string[];
  /** From where it was used, /24 or /48; the first twenty. */
  readonly seenNetworks: readonly string[];
  /** Who made it, or answers for its service account; null when they have left. */
  readonly owner: KeyOwner | null;
  readonly serviceAccount: { readonly id: Uuid; readonly name: string } | null;
  /** The key it takes over from. */
  readonly replaces: Uuid | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Alive, and within 14 days of its end. */
  readonly expiresSoon: boolean;
  readonly revokedAt: Date | null;
  readonly revokedBecause: KeyEnd | null;
  /** To the hour. */
  readonly lastUsedAt: Date | null;
}

/** A row of api_keys without its hash. */
export interface ApiKeyRow {
  id: Uuid;
  public_id: string;
  name: string;
  kind: KeyKind;
  scopes: string[];
  networks: string[];
  seen_networks: string[];
  /** Of the service account, else who made it. */
  owner_id: Uuid;
  owner_is_member: boolean;
  service_account_id: Uuid | null;
  service_account_name: string | null;
  replaces: Uuid | null;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  revoked_because: KeyEnd | null;
  last_used_at: Date | null;
}

export interface KeyView {
  readonly environment: KeyEnvironment;
  readonly clock: Clock;
  /** Addresses by account. */
  readonly emails: ReadonlyMap<string, string>;
}

export function apiKeyOf(row: ApiKeyRow, { environment, clock, emails }: KeyView): ApiKey {
  const left = row.expires_at.getTime() - clock.now();
  return {
    id: row.id,
    name: row.name,
    hint: keyHint(environment, row.public_id),
    kind: row.kind,
    scopes: row.scopes,
    networks: row.networks,
    seenNetworks: row.seen_networks,
    owner: row.owner_is_member ? { accountId: row.owner_id, email: emails.get(row.owner_id) ?? null } : null,
    serviceAccount: row.service_account_id ? { id: row.service_account_id, name: row.service_account_name ?? '' } : null,
    replaces: row.replaces,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    expiresSoon: row.revoked_at === null && left > 0 && left <= NOTICE_MS,
    revokedAt: row.revoked_at,
    revokedBecause: row.revoked_because,
    lastUsedAt: row.last_used_at,
  };
}
