import { accessRevoked } from '@vedette/contracts';
import type { Database, DirectoryDoor } from '@vedette/database';
import { dateFrom, isUuid, newId } from '@vedette/kernel';
import type { Clock, TenantId } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { readAddresses } from '../members/addresses';
import { refuse } from '../refusals';
import { checkScopesOfAccount, lockServiceAccount } from '../service-accounts/service-account-rows';
import type { IdentityWatch } from '../watch/identity-event';
import { apiKeyOf } from './api-key';
import type { ApiKey, ApiKeyRow, KeyEnd } from './api-key';
import { KeyCheck } from './key-check';
import type { KeyEnvironment } from './key-format';
import { checkKeyRequest, checkScopesHeld, mostKeyDays } from './key-request';
import type { KeyRequest } from './key-request';
import { checkRoom, insertKey, lockKey, readKey, readKeys } from './key-rows';
import { Peppers } from './peppers';
import type { Pepper } from './peppers';

const HOUR_MS = 60 * 60 * 1000;
const OVERLAP_UNLESS_TOLD = 24;
const MOST_OVERLAP = 168;

export interface ApiKeysDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly clock: Clock;
  /** VEDETTE_PEPPERS of the configuration, the current one first. */
  readonly peppers: readonly Pepper[];
  /** `live` in production, `dev` elsewhere. */
  readonly environment: KeyEnvironment;
  readonly watch?: IdentityWatch;
}

/** Keys of programs: shown once, bounded by whoever they belong to at every use, never without an end. */
export class ApiKeys {
  private readonly peppers: Peppers;
  private readonly check: KeyCheck;

  constructor(private readonly deps: ApiKeysDeps) {
    this.peppers = new Peppers(deps.peppers);
    this.check = new KeyCheck({ ...deps, peppers: this.peppers });
  }

  /** Newest first, the revoked and expired ones included. */
  async list(actor: Actor): Promise<ApiKey[]> {
    actor.require('key:read');
    return this.views(actor, await this.deps.database.tenant(actor, (tx) => readKeys(tx, null)));
  }

  /**
   * `secret` is shown this once. Only a person makes keys: one that a key made could outlive both. Whose key it is says the
   * actor; which service account's, the request.
   * @throws Refusal `auth.forbidden`, `auth.factor_required`, `key.name_malformed`, `key.scope_unknown`, `key.scope_forbidden`,
   * `key.expiry_malformed`, `key.expiry_beyond_policy`, `key.networks_malformed`, `key.too_many`, `service_account.not_found`,
   * `service_account.disabled`, `service_account.scope_beyond`
   */
  async create(actor: Actor, request: KeyRequest): Promise<{ key: ApiKey; secret: string }> {
    actor.require('key:write');
    const accountId = actor.requirePerson();
    const { database, clock, environment } = this.deps;
    const { name, scopes, networks, expiresAt } = checkKeyRequest(request, actor, await this.policyDays(actor.tenantId), clock.now());
    const id = newId(clock.now());
    const { secret, row } = await database.tenant(actor, async (tx) => {
      const account = request.serviceAccountId ? await lockServiceAccount(tx, request.serviceAccountId) : null;
      if (account) checkScopesOfAccount(account, scopes);
      await checkRoom(tx, clock.date());
      const draft = { id, name, kind: 'key' as const, scopes, networks, createdBy: accountId, replaces: null, createdAt: clock.date(), expiresAt };
      const made = await insertKey(tx, { ...draft, serviceAccountId: account?.id ?? null }, environment, this.peppers);
      tx.audit('api-key.created', { kind: 'api-key', id }, { scopes: scopes.join(' '), networks: networks.join(' '), expiresAt: expiresAt.toISOString() });
      return { secret: made, row: await readKey(tx, id) };
    });
    return { key: await this.view(actor, row), secret };
  }

  /**
   * A successor with the same name, scopes, networks and owner, as long as the old one was made for; the old one works beside
   * it for the overlap, 0 to 168 hours, 24 unless told. A person's key is rotated by that person: whoever else held the new
   * secret would keep it when they leave, since it ends with its owner.
   * @throws Refusal `auth.forbidden`, `key.not_found`, `key.overlap_malformed`, `key.ended`, `key.rotated`, `key.of_command_line`,
   * `key.of_another`, `key.scope_forbidden`, `key.too_many`
   */
  async rotate(actor: Actor, id: string, overlapHours: number | null = null): Promise<{ key: ApiKey; replaced: ApiKey; secret: string }> {
    actor.require('key:write');
    const accountId = actor.requirePerson();
    const hours = overlapHours ?? OVERLAP_UNLESS_TOLD;
    if (!Number.isInteger(hours) || hours < 0 || hours > MOST_OVERLAP) throw refuse('key.overlap_malformed');
    const { database, clock, environment } = this.deps;
    const policyDays = await this.policyDays(actor.tenantId);
    const at = clock.date();
    const successor = newId(clock.now());
    const rotated = await database.tenant(actor, async (tx) => {
      const old = await lockKey(tx, id);
      if (old.revoked_at || old.expires_at <= at) throw refuse('key.ended');
      if (old.revoked_because === 'rotated') throw refuse('key.rotated');
      if (old.kind === 'cli') throw refuse('key.of_command_line');
      if (old.service_account_id === null && old.created_by !== accountId) throw refuse('key.of_another');
      // The new secret is handed to the actor, whatever its service account may.
      checkScopesHeld(old.scopes, actor);
      await checkRoom(tx, at);
      const lasts = Math.min(old.expires_at.getTime() - old.created_at.getTime(), policyDays * 24 * HOUR_MS);
      const secret = await insertKey(
        tx,
        {
          id: successor, name: old.name, kind: old.kind, scopes: old.scopes, networks: old.networks, createdBy: old.created_by,
          serviceAccountId: old.service_account_id, replaces: old.id, createdAt: at, expiresAt: dateFrom(clock.now() + lasts),
        },
        environment,
        this.peppers,
      );
      const ends = dateFrom(Math.min(old.expires_at.getTime(), clock.now() + hours * HOUR_MS));
      await tx.sql`update api_keys set expires_at = ${ends}, revoked_because = 'rotated', revoked_at = ${hours === 0 ? at : null} where id = ${old.id}`;
      if (hours === 0) tx.announce(accessRevoked, { apiKeyId: old.id });
      tx.audit('api-key.rotated', { kind: 'api-key', id: old.id }, { successor, endsAt: ends.toISOString() });
      return { secret, row: await readKey(tx, successor), replaced: await readKey(tx, old.id) };
    });
    return { key: await this.view(actor, rotated.row), replaced: await this.view(actor, rotated.replaced), secret: rotated.secret };
  }

  /**
   * Counts at once, on open sockets too. Revoking again changes nothing.
   * @throws Refusal `auth.forbidden`, `key.not_found`
   */
  async revoke(actor: Actor, id: string, because: Extract<KeyEnd, 'asked' | 'leaked'> = 'asked'): Promise<ApiKey> {
    actor.require('key:write');
    if (!isUuid(id)) throw refuse('key.not_found');
    const { database, clock } = this.deps;
    const { revoked, row } = await database.tenant(actor, async (tx) => {
      const before = await lockKey(tx, id);
      if (before.revoked_at) return { revoked: false, row: await readKey(tx, before.id) };
      await tx.sql`update api_keys set revoked_at = ${clock.date()}, revoked_because = ${because} where id = ${id}`;
      tx.announce(accessRevoked, { apiKeyId: id });
      tx.audit('api-key.revoked', { kind: 'api-key', id }, { because });
      return { revoked: true, row: await readKey(tx, before.id) };
    });
    if (revoked && because === 'leaked') this.deps.watch?.({ kind: 'key.leaked', tenantId: actor.tenantId, apiKeyId: id, reason: 'a member revoked it as leaked' });
    return this.view(actor, row);
  }

  /**
   * @param secret the bearer value
   * @param address of the peer
   * @throws Refusal `key.unknown`, `key.revoked`, `key.expired`, `key.wrong_network`, `auth.jwt_refused`: 401 each. Only who
   * knows the secret learns of what is between the first and the last.
   */
  authenticate(secret: string, address: string): Promise<Actor> {
    return this.check.authenticate(secret, address);
  }

  private async view(actor: Actor, row: ApiKeyRow): Promise<ApiKey> {
    const [key] = await this.views(actor, [row]);
    if (!key) throw new Error('one row is one key');
    return key;
  }

  private async views(actor: Actor, rows: readonly ApiKeyRow[]): Promise<ApiKey[]> {
    const { directory, environment, clock } = this.deps;
    const owners = [...new Set(rows.filter((row) => row.owner_is_member).map((row) => row.owner_id))];
    const emails = owners.length > 0 ? await readAddresses(directory, actor.tenantId, owners) : new Map<string, string>();
    return rows.map((row) => apiKeyOf(row, { environment, clock, emails }));
  }

  private async policyDays(tenantId: TenantId): Promise<number> {
    const [policy] = await this.deps.directory.call<{ key_days: number }>('key_policy', tenantId);
    return policy?.key_days ?? mostKeyDays;
  }
}
