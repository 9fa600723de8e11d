import { accessRevoked } from '@vedette/contracts';
import type { Database, DirectoryDoor } from '@vedette/database';
import { dateFrom, isUuid, newId } from '@vedette/kernel';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { isPermission } from '../actor/permissions';
import type { Permission } from '../actor/permissions';
import { KeyCheck } from '../api-keys/key-check';
import { mostKeyDays } from '../api-keys/key-request';
import type { KeyEnvironment } from '../api-keys/key-format';
import { checkRoom, insertKey } from '../api-keys/key-rows';
import { Peppers } from '../api-keys/peppers';
import type { Pepper } from '../api-keys/peppers';
import { hashArtefact } from '../one-time/one-time-artefacts';
import { refuse } from '../refusals';
import { isOpaqueToken, newOpaqueToken } from '../sessions/opaque-token';
import { commandLineScopes, deviceClient } from './command-line';
import { hashUserCode, newUserCode, readUserCode, shownUserCode } from './user-code';

const LASTS_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const KEY_DAYS = 30;
const INTERVAL_S = 5;

export interface DeviceFlowDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly clock: Clock;
  readonly peppers: readonly [Pepper, ...Pepper[]];
  readonly environment: KeyEnvironment;
}

export interface DeviceBegun {
  /** Kept by the program. */
  readonly deviceCode: string;
  /** `BCDF-GHJK`, typed by a person. */
  readonly userCode: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly interval: number;
}

/** What a person is shown before they let a program in. */
export interface DeviceRequest {
  readonly userCode: string;
  readonly client: string;
  readonly scopes: readonly Permission[];
  /** Those that the person holds: the program gets no others. */
  readonly granted: readonly Permission[];
  /** Of the asking machine. */
  readonly address: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

export interface DeviceToken {
  readonly secret: string;
  readonly scopes: readonly Permission[];
  /** Seconds. */
  readonly expiresIn: number;
}

/** RFC 8628 section 3.5, and `invalid_grant` for a code that is wrong or used. */
export type DeviceError = 'authorization_pending' | 'slow_down' | 'expired_token' | 'access_denied' | 'invalid_grant';

interface Details {
  readonly client: string;
  readonly scopes: readonly string[];
  readonly address: string;
  readonly askedAt: string;
}

/** OAuth 2.0 Device Authorization Grant (RFC 8628): a command line asks, a person in a browser lets it in. */
export class DeviceFlow {
  private readonly peppers: Peppers;
  private readonly check: KeyCheck;

  constructor(private readonly deps: DeviceFlowDeps) {
    this.peppers = new Peppers(deps.peppers);
    this.check = new KeyCheck({ ...deps, peppers: this.peppers });
  }

  /** @throws Refusal `device.scope_unknown` */
  async begin(asked: { readonly scopes: readonly string[] | null; readonly address: string }): Promise<DeviceBegun> {
    const { directory, clock } = this.deps;
    const scopes = [...new Set(asked.scopes ?? commandLineScopes)];
    const beyond = scopes.find((scope) => !commandLineScopes.some((known) => known === scope));
    if (scopes.length === 0 || beyond !== undefined) throw refuse('device.scope_unknown');
    const details = { client: deviceClient, scopes, address: asked.address.slice(0, 45), askedAt: clock.date().toISOString(), interval: INTERVAL_S };
    const deviceCode = newOpaqueToken();
    for (;;) {
      const userCode = newUserCode();
      const begun = await directory.call(
        'begin_device', newId(clock.now()), newId(clock.now()), newId(clock.now()), hashArtefact('device', deviceCode), hashUserCode(this.deps.peppers[0], userCode),
        details, clock.date(), dateFrom(clock.now() + LASTS_MS),
      );
      // Somebody else's open request has this very code: one in many millions.
      if (begun.length > 0) return { deviceCode, userCode: shownUserCode(userCode), expiresIn: LASTS_MS / 1000, interval: INTERVAL_S };
    }
  }

  /**
   * What stands behind a code. Whoever looks first claims it: nobody else can see or approve it from then on.
   * @throws Refusal `auth.forbidden` for a key or a guest, `device.unknown`: wrong, late, decided, or another's
   */
  async look(actor: Actor, userCode: string): Promise<DeviceRequest> {
    const accountId = actor.requirePerson();
    const { directory, clock } = this.deps;
    const code = readUserCode(userCode);
    if (!code) throw refuse('device.unknown');
    const [row] = await directory.call<{ details: Details; expires_at: Date }>('claim_device', this.hash(code), accountId, clock.date());
    if (!row) throw refuse('device.unknown');
    const scopes = row.details.scopes.filter(isPermission);
    return {
      userCode: shownUserCode(code),
      client: row.details.client,
      scopes,
      granted: scopes.filter((scope) => actor.may(scope)),
      address: row.details.address,
      askedAt: dateFrom(Date.parse(row.details.askedAt)),
      expiresAt: row.expires_at,
    };
  }

  /**
   * The program gets a key of this person in this tenant, for what was asked and they hold.
   * @throws Refusal `auth.forbidden`, `auth.factor_required`, `device.unknown`, `device.nothing_to_grant`, `key.too_many`
   */
  async approve(actor: Actor, userCode: string): Promise<void> {
    if (actor.factorRequired) throw refuse('auth.factor_required');
    const { granted } = await this.look(actor, userCode);
    if (granted.length === 0) throw refuse('device.nothing_to_grant');
    await this.decide(actor, userCode, granted);
  }

  /** @throws Refusal `auth.forbidden`, `device.unknown` */
  async deny(actor: Actor, userCode: string): Promise<void> {
    await this.look(actor, userCode);
    await this.decide(actor, userCode, null);
  }

  /**
   * Asked by the program until there is an answer. Of any number who ask at once with an approved code, one gets the key.
   * @returns the key, or why there is none (yet)
   */
  async redeem(deviceCode: string): Promise<DeviceToken | DeviceError> {
    const { directory, clock } = this.deps;
    if (!isOpaqueToken(deviceCode)) return 'invalid_grant';
    const [found] = await directory.call<{ state: string; tenant_id: TenantId | null; details: { accountId?: string; granted?: string[] } | null }>(
      'poll_device', hashArtefact('device', deviceCode), clock.date(),
    );
    switch (found?.state) {
      case 'pending':
        return 'authorization_pending';
      case 'slow_down':
        return 'slow_down';
      case 'expired':
        return 'expired_token';
      case 'denied':
        return 'access_denied';
      case 'approved': {
        const { tenant_id: tenantId, details } = found;
        if (!tenantId || !isUuid(details?.accountId)) throw new Error('an approved device names nobody');
        return this.issue(tenantId, details.accountId, (details.granted ?? []).filter(isPermission));
      }
      default:
        return 'invalid_grant';
    }
  }

  /** Ends the key that a command line was given; other keys, and what is none, are left alone. */
  async logOut(secret: string): Promise<void> {
    const { database, clock } = this.deps;
    const known = await this.check.find(secret);
    if (!known) return;
    const { key_id: id, tenant_id: tenantId } = known.row;
    await database.tenant({ tenantId, principal: `key:${id}` }, async (tx) => {
      const ended = await tx.sql`update api_keys set revoked_at = ${clock.date()}, revoked_because = 'asked'
        where id = ${id} and kind = 'cli' and revoked_at is null returning id`;
      if (ended.length === 0) return;
      tx.announce(accessRevoked, { apiKeyId: id });
      tx.audit('api-key.revoked', { kind: 'api-key', id }, { because: 'asked' });
    });
  }

  private async decide(actor: Actor, userCode: string, granted: readonly Permission[] | null): Promise<void> {
    const { directory, database, clock } = this.deps;
    const code = readUserCode(userCode);
    if (!code) throw refuse('device.unknown');
    await database.tenant(actor, async (tx) => {
      if (granted) await checkRoom(tx, clock.date());
      const done = await directory.call('decide_device', this.hash(code), actor.requirePerson(), actor.tenantId, granted, clock.date());
      if (done.length === 0) throw refuse('device.unknown');
      tx.audit(granted ? 'device.approved' : 'device.denied', { kind: 'account', id: actor.requirePerson() }, { client: deviceClient, scopes: (granted ?? []).join(' ') });
    });
  }

  private async issue(tenantId: TenantId, accountId: Uuid, scopes: readonly Permission[]): Promise<DeviceToken | DeviceError> {
    const { directory, database, clock, environment } = this.deps;
    const [policy] = await directory.call<{ key_days: number }>('key_policy', tenantId);
    const lastsMs = Math.min(KEY_DAYS, policy?.key_days ?? mostKeyDays) * DAY_MS;
    return database.tenant({ tenantId, principal: `account:${accountId}` }, async (tx) => {
      // Who left between approval and now has approved nothing.
      const member = await tx.sql`select from members where account_id = ${accountId} for share`;
      if (member.length === 0) return 'access_denied';
      const id = newId(clock.now());
      const draft = {
        id, name: 'Command line', kind: 'cli' as const, scopes, networks: [], createdBy: accountId, serviceAccountId: null, replaces: null,
        createdAt: clock.date(), expiresAt: dateFrom(clock.now() + lastsMs),
      };
      const secret = await insertKey(tx, draft, environment, this.peppers);
      tx.audit('api-key.created', { kind: 'api-key', id }, { kind: 'cli', scopes: scopes.join(' '), expiresAt: draft.expiresAt.toISOString() });
      return { secret, scopes, expiresIn: lastsMs / 1000 };
    });
  }

  private hash(code: string): Buffer {
    return hashUserCode(this.deps.peppers[0], code);
  }
}
