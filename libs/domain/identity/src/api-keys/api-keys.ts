import { accessRevoked } from '@vedette/contracts';
import type { Database, DirectoryDoor } from '@vedette/database';
import { isUuid, newId } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import { apiKeyOf } from './api-key';
import type { ApiKey, ApiKeyRow } from './api-key';
import { KeyCheck } from './key-check';
import { formatKey, newKeyParts } from './key-format';
import type { KeyEnvironment } from './key-format';
import { checkKeyRequest } from './key-request';
import type { KeyRequest } from './key-request';
import { Peppers } from './peppers';
import type { Pepper } from './peppers';

const MOST_LIVE_KEYS = 100;

export interface ApiKeysDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly clock: Clock;
  /** VEDETTE_PEPPERS of the configuration, the current one first. */
  readonly peppers: readonly Pepper[];
  /** `live` in production, `dev` elsewhere. */
  readonly environment: KeyEnvironment;
}

/** Keys of programs: shown once, bounded by their maker's permissions at every use, never without an end. */
export class ApiKeys {
  private readonly peppers: Peppers;
  private readonly check: KeyCheck;

  constructor(private readonly deps: ApiKeysDeps) {
    this.peppers = new Peppers(deps.peppers);
    this.check = new KeyCheck({ directory: deps.directory, clock: deps.clock, peppers: this.peppers });
  }

  /** Newest first, the revoked and expired ones included. */
  async list(actor: Actor): Promise<ApiKey[]> {
    actor.require('key:read');
    const { database, environment, clock } = this.deps;
    const rows = await database.tenant(
      actor,
      (tx) => tx.sql<ApiKeyRow>`select id, public_id, name, scopes, created_at, expires_at, revoked_at, last_used_at
        from api_keys order by created_at desc, id desc limit 1000`,
    );
    return rows.map((row) => apiKeyOf(row, environment, clock));
  }

  /**
   * `secret` is shown this once. Only a person makes keys: one that a key made could outlive both.
   * @throws Refusal `auth.forbidden`, `key.name_malformed`, `key.scope_unknown`, `key.scope_forbidden`,
   * `key.expiry_malformed`, `key.too_many`
   */
  async create(actor: Actor, request: KeyRequest): Promise<{ key: ApiKey; secret: string }> {
    actor.require('key:write');
    const accountId = actor.requirePerson();
    const { database, environment, clock } = this.deps;
    const { name, scopes, expiresAt } = checkKeyRequest(request, actor, clock.now());
    const parts = newKeyParts(environment);
    const { hash, pepperId } = this.peppers.hash(parts);
    const id = newId(clock.now());
    return database.tenant(actor, async (tx) => {
      const [live] = await tx.sql<{ count: number }>`select count(*)::int as count from api_keys
        where revoked_at is null and expires_at > ${clock.date()}`;
      if (live && live.count >= MOST_LIVE_KEYS) throw refuse('key.too_many');
      const [row] = await tx.sql<ApiKeyRow>`insert into api_keys
          (id, public_id, name, scopes, secret_hash, pepper_id, created_by, created_at, expires_at)
        values (${id}, ${parts.publicId}, ${name}, ${scopes}, ${hash}, ${pepperId}, ${accountId}, ${clock.date()}, ${expiresAt})
        returning id, public_id, name, scopes, created_at, expires_at, revoked_at, last_used_at`;
      if (!row) throw new Error('an inserted key came back empty');
      tx.audit('api-key.created', { kind: 'api-key', id }, { scopes: scopes.join(' '), expiresAt: expiresAt.toISOString() });
      return { key: apiKeyOf(row, environment, clock), secret: formatKey(parts) };
    });
  }

  /**
   * Counts at once, on open sockets too. Revoking again changes nothing.
   * @throws Refusal `auth.forbidden`, `key.not_found`
   */
  async revoke(actor: Actor, id: string): Promise<ApiKey> {
    actor.require('key:write');
    if (!isUuid(id)) throw refuse('key.not_found');
    const { database, environment, clock } = this.deps;
    return database.tenant(actor, async (tx) => {
      const [row] = await tx.sql<ApiKeyRow>`select id, public_id, name, scopes, created_at, expires_at, revoked_at, last_used_at
        from api_keys where id = ${id} for update`;
      if (!row) throw refuse('key.not_found');
      if (row.revoked_at) return apiKeyOf(row, environment, clock);
      const revokedAt = clock.date();
      await tx.sql`update api_keys set revoked_at = ${revokedAt} where id = ${id}`;
      tx.announce(accessRevoked, { apiKeyId: id });
      tx.audit('api-key.revoked', { kind: 'api-key', id });
      return apiKeyOf({ ...row, revoked_at: revokedAt }, environment, clock);
    });
  }

  /**
   * @param secret the bearer value
   * @throws Refusal `key.unknown`, `key.revoked`, `key.expired`, `auth.jwt_refused`: 401 each. Only who knows the secret
   * learns of the latter two.
   */
  authenticate(secret: string): Promise<Actor> {
    return this.check.authenticate(secret);
  }
}
