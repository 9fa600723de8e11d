import type { TenantScope } from '@vedette/database';
import { isUuid } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';
import type { Permission } from './permissions';

export interface ActorFacts {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  /** `account:<uuid>` or `key:<uuid>` */
  readonly principal: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Set for a person who signed in. */
  readonly sessionId?: Uuid;
  /** Set for a program with a key. */
  readonly apiKeyId?: Uuid;
  readonly accountEmail?: string;
  /** Of a person's membership; absent for a key, which is no member. */
  readonly role?: string;
  /** Milliseconds since the epoch; a socket asks `Sessions.isLive` as well, since an access can end sooner. */
  readonly expiresAt: number;
}

/** Who asks, in which tenant, and what they may do. Made by the two `authenticate` functions and by nothing else. */
export class Actor implements TenantScope {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly principal: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly sessionId?: Uuid;
  readonly apiKeyId?: Uuid;
  readonly accountEmail?: string;
  readonly role?: string;
  readonly expiresAt: number;

  private constructor(facts: ActorFacts) {
    this.tenantId = facts.tenantId;
    this.tenantName = facts.tenantName;
    this.principal = facts.principal;
    this.permissions = new Set(facts.permissions);
    this.sessionId = facts.sessionId;
    this.apiKeyId = facts.apiKeyId;
    this.accountEmail = facts.accountEmail;
    this.role = facts.role;
    this.expiresAt = facts.expiresAt;
  }

  static of(facts: ActorFacts): Actor {
    return new Actor(facts);
  }

  may(permission: Permission): boolean {
    return this.permissions.has(permission);
  }

  /** @throws Refusal `auth.forbidden` */
  require(permission: Permission): void {
    if (!this.may(permission)) throw refuse('auth.forbidden', { permission });
  }

  /**
   * The account, where only a person will do: what a key did to members or keys could outlive the key.
   * @throws Refusal `auth.forbidden`
   */
  requirePerson(): Uuid {
    const [kind, accountId] = this.principal.split(':');
    if (kind !== 'account' || !isUuid(accountId)) throw refuse('auth.forbidden');
    return accountId;
  }
}
