import type { Actor } from '@vedette/identity';
import type { GlobalIds } from '../graphql/global-id';
import type { TenantType, ViewerType } from './account.types';

export function tenantOf(ids: GlobalIds, actor: Actor): TenantType {
  return { nodeType: 'Tenant', id: ids.write(actor.tenantId, 'Tenant', actor.tenantId), name: actor.tenantName };
}

export function viewerOf(ids: GlobalIds, actor: Actor): ViewerType {
  return {
    actor,
    role: actor.role ?? null,
    email: actor.accountEmail ?? null,
    principal: actor.principal,
    permissions: [...actor.permissions].sort(),
    tenant: tenantOf(ids, actor),
  };
}
