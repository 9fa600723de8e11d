import type { Actor } from '@vedette/identity';
import { dateFrom } from '@vedette/kernel';
import type { GlobalIds } from '../graphql/global-id';
import type { TenantType, ViewerType } from './account.types';

function instant(at: number | undefined): Date | null {
  return at === undefined ? null : dateFrom(at);
}

export function tenantOf(ids: GlobalIds, actor: Actor): TenantType {
  return {
    nodeType: 'Tenant',
    id: ids.write(actor.tenantId, 'Tenant', actor.tenantId),
    name: actor.tenantName,
    plan: actor.plan,
    trialEndsAt: instant(actor.trialEndsAt),
    state: actor.tenantState,
  };
}

export function viewerOf(ids: GlobalIds, actor: Actor): ViewerType {
  return {
    actor,
    role: actor.role ?? null,
    email: actor.accountEmail ?? null,
    principal: actor.principal,
    permissions: [...actor.permissions].sort(),
    tenant: tenantOf(ids, actor),
    factorRequired: actor.factorRequired,
    authenticatedAt: instant(actor.authenticatedAt),
    support: actor.supportGrantId !== undefined,
  };
}
