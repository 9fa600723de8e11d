import type { Uuid } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import { keyHint } from './key-format';
import type { KeyEnvironment } from './key-format';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOTICE_MS = 14 * DAY_MS;

export interface ApiKey {
  readonly id: Uuid;
  readonly name: string;
  /** Prefix and public id. */
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Alive, and within 14 days of its end. */
  readonly expiresSoon: boolean;
  readonly revokedAt: Date | null;
  /** To the hour. */
  readonly lastUsedAt: Date | null;
}

/** A row of api_keys without its hash. */
export interface ApiKeyRow {
  id: Uuid;
  public_id: string;
  name: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

export function apiKeyOf(row: ApiKeyRow, environment: KeyEnvironment, clock: Clock): ApiKey {
  const left = row.expires_at.getTime() - clock.now();
  return {
    id: row.id,
    name: row.name,
    hint: keyHint(environment, row.public_id),
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    expiresSoon: row.revoked_at === null && left > 0 && left <= NOTICE_MS,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
