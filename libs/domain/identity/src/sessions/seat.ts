import type { TenantId, Uuid } from '@vedette/kernel';
import { Actor } from '../actor/actor';
import { permissionsOf } from '../actor/permissions';
import type { Permission } from '../actor/permissions';
import { planAt } from '../tenants/plan';
import { isFactor, isMultiFactor } from './factor';

/** What the directory answers of a session: `directory.seat` (0023-seats.sql). */
export interface SeatRow {
  session_id: Uuid;
  account_id: Uuid;
  email: string;
  tenant_id: TenantId;
  tenant_name: string;
  tenant_state: string;
  /** Of the membership; `support` or `support-write` where a customer let an operator in. */
  role: string;
  role_permissions: string[] | null;
  plan: string;
  trial_ends_at: Date | null;
  mfa_required: boolean;
  authenticated_at: Date;
  factors: string[];
  support_grant_id: Uuid | null;
  ends_at: Date;
  expires_at: Date;
  operator: boolean;
}

type Standing = Pick<SeatRow, 'role' | 'role_permissions' | 'mfa_required' | 'factors'>;

/** Where a second factor is demanded, a session without one may do nothing but get one. */
export function lacksFactor(seat: Pick<SeatRow, 'mfa_required' | 'factors'>): boolean {
  return seat.mfa_required && !isMultiFactor(seat.factors);
}

export function seatPermissions(seat: Standing): ReadonlySet<Permission> {
  return lacksFactor(seat) ? new Set() : permissionsOf(seat.role, seat.role_permissions);
}

/** @param now milliseconds since the epoch */
export function actorOfSeat(seat: SeatRow, now: number): Actor {
  const by = seat.support_grant_id ? 'support' : 'account';
  return Actor.of({
    tenantId: seat.tenant_id,
    tenantName: seat.tenant_name,
    tenantState: seat.tenant_state === 'deleting' ? 'deleting' : seat.tenant_state === 'suspended' ? 'suspended' : 'active',
    principal: `${by}:${seat.account_id}`,
    permissions: seatPermissions(seat),
    role: seat.role,
    plan: planAt(seat, now),
    trialEndsAt: seat.trial_ends_at?.getTime(),
    sessionId: seat.session_id,
    accountId: seat.account_id,
    accountEmail: seat.email,
    authenticatedAt: seat.authenticated_at.getTime(),
    factors: seat.factors.filter(isFactor),
    factorRequired: lacksFactor(seat),
    // Whoever sees all tenants has a second factor, whatever any tenant demands; inside one, an operator is but a guest.
    operator: seat.operator && seat.support_grant_id === null && isMultiFactor(seat.factors),
    supportGrantId: seat.support_grant_id ?? undefined,
    expiresAt: seat.ends_at.getTime(),
  });
}
