import type { TenantId, Uuid } from '@vedette/kernel';

/** What happens around sign-in and keys that a tenant wants to know of, though nothing of its data changed. */
export type IdentityEventKind =
  | 'sign-in.failed'
  | 'sign-in.succeeded'
  | 'sign-in.new-device'
  | 'second-factor.failed'
  | 'second-factor.blocked'
  | 'second-factor.added'
  | 'second-factor.removed'
  | 'recovery.asked'
  | 'recovery.done'
  | 'password.reset'
  | 'password.changed'
  | 'email.changed'
  | 'key.new-network'
  | 'key.refused-network'
  | 'key.leaked';

export interface IdentityEvent {
  readonly kind: IdentityEventKind;
  /** Where it is told; a person's events are told in each of their tenants by whoever reads this. */
  readonly tenantId?: TenantId;
  readonly accountId?: Uuid;
  readonly email?: string;
  readonly apiKeyId?: Uuid;
  readonly address?: string;
  readonly userAgent?: string;
  /** A refusal's code, or by what it was done. */
  readonly reason?: string;
}

/** Told of them; never waited for, and it never throws: nobody's sign-in depends on it. */
export type IdentityWatch = (event: IdentityEvent) => void;
