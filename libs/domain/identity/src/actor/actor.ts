import type { TenantScope } from '@vedette/database';
import { isUuid } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';
import type { Factor } from '../sessions/factor';
import type { Plan } from '../tenants/plan';
import type { Permission } from './permissions';

export type TenantState = 'active' | 'deleting' | 'suspended';

export interface ActorFacts {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  /** `active` unless told; one that is being deleted still shows itself, and can be kept. */
  readonly tenantState?: TenantState;
  /** Of now; `trial` unless told. */
  readonly plan?: Plan;
  /** Milliseconds since the epoch. */
  readonly trialEndsAt?: number;
  /** `account:<uuid>`, `key:<uuid>`, or `support:<uuid>` for an operator whom the customer let in */
  readonly principal: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Set for a person who signed in. */
  readonly sessionId?: Uuid;
  /** Set for a program with a key. */
  readonly apiKeyId?: Uuid;
  /** The key's, where it is bounded by a service account's role and not by a person's. */
  readonly serviceAccountId?: Uuid;
  /** Of the person who signed in. */
  readonly accountId?: Uuid;
  readonly accountEmail?: string;
  /** Of a person's membership; absent for a key, which is no member. */
  readonly role?: string;
  /** When the person last proved who they are, milliseconds since the epoch. */
  readonly authenticatedAt?: number;
  readonly factors?: readonly Factor[];
  /** The tenant demands a second factor that this session lacks: it holds no permission until it has one. */
  readonly factorRequired?: boolean;
  readonly supportGrantId?: Uuid;
  /** Operates the installation, and has proven a second factor. */
  readonly operator?: boolean;
  /** Milliseconds since the epoch; a socket asks `Sessions.isLive` as well, since an access can end sooner. */
  readonly expiresAt: number;
}

/** How long ago a person may have proven who they are, for what `requireRecent` guards. */
export const recentMs = 5 * 60 * 1000;

/** Who asks, in which tenant, and what they may do. Made by the two `authenticate` functions and by nothing else. */
export class Actor implements TenantScope {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly tenantState: TenantState;
  readonly plan: Plan;
  readonly trialEndsAt?: number;
  readonly principal: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly sessionId?: Uuid;
  readonly apiKeyId?: Uuid;
  readonly serviceAccountId?: Uuid;
  readonly accountId?: Uuid;
  readonly accountEmail?: string;
  readonly role?: string;
  readonly authenticatedAt?: number;
  readonly factors: readonly Factor[];
  readonly factorRequired: boolean;
  readonly supportGrantId?: Uuid;
  readonly operator: boolean;
  readonly expiresAt: number;

  private constructor(facts: ActorFacts) {
    this.tenantId = facts.tenantId;
    this.tenantName = facts.tenantName;
    this.tenantState = facts.tenantState ?? 'active';
    this.plan = facts.plan ?? 'trial';
    this.trialEndsAt = facts.trialEndsAt;
    this.principal = facts.principal;
    this.permissions = new Set(facts.permissions);
    this.sessionId = facts.sessionId;
    this.apiKeyId = facts.apiKeyId;
    this.serviceAccountId = facts.serviceAccountId;
    this.accountId = facts.accountId;
    this.accountEmail = facts.accountEmail;
    this.role = facts.role;
    this.authenticatedAt = facts.authenticatedAt;
    this.factors = facts.factors ?? [];
    this.factorRequired = facts.factorRequired ?? false;
    this.supportGrantId = facts.supportGrantId;
    this.operator = facts.operator ?? false;
    this.expiresAt = facts.expiresAt;
  }

  static of(facts: ActorFacts): Actor {
    return new Actor(facts);
  }

  may(permission: Permission): boolean {
    return this.permissions.has(permission);
  }

  /** @throws Refusal `auth.forbidden`, `auth.factor_required` */
  require(permission: Permission): void {
    if (this.factorRequired) throw refuse('auth.factor_required');
    if (!this.may(permission)) throw refuse('auth.forbidden', { permission });
  }

  /**
   * For what does lasting harm: a session left open somewhere is not enough. A key never gets here by being stolen from a
   * browser, and what only people may do asks `requirePerson` as well.
   * @param now milliseconds since the epoch
   * @throws Refusal `auth.step_up`
   */
  requireRecent(now: number): void {
    if (this.sessionId && now - (this.authenticatedAt ?? 0) > recentMs) throw refuse('auth.step_up');
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
