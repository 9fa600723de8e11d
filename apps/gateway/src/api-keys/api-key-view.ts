import type { Actor, ApiKey, KeyOwner } from '@vedette/identity';
import type { TenantId } from '@vedette/kernel';
import type { GlobalIds } from '../graphql/global-id';
import type { ApiKeyType, KeyOwnerType } from './api-key.types';

export function apiKeyView(ids: GlobalIds, { tenantId }: Pick<Actor, 'tenantId'>, key: ApiKey): ApiKeyType {
  const { serviceAccount, replaces } = key;
  return {
    ...key,
    nodeType: 'ApiKey',
    id: ids.write(tenantId, 'ApiKey', key.id),
    scopes: [...key.scopes],
    networks: [...key.networks],
    seenNetworks: [...key.seenNetworks],
    owner: ownerView(ids, tenantId, key.owner),
    serviceAccount: serviceAccount && { id: ids.write(tenantId, 'ServiceAccount', serviceAccount.id), name: serviceAccount.name },
    replaces: replaces && ids.write(tenantId, 'ApiKey', replaces),
  };
}

export function ownerView(ids: GlobalIds, tenantId: TenantId, owner: KeyOwner | null): KeyOwnerType | null {
  return owner && { id: ids.write(tenantId, 'Membership', owner.accountId), email: owner.email };
}
