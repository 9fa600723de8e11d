import type { TenantScope } from '@vedette/database';
import type { TenantId } from '@vedette/kernel';

/** Correlations of one tenant that are applied together, by one process at a time. */
export interface Place {
  readonly tenantId: TenantId;
  readonly partition: number;
}

export const placeKey = ({ tenantId, partition }: Place): string => `${tenantId} ${partition}`;

/** Who acts when inputs are applied: no person. */
export const scopeOf = ({ tenantId }: Place): TenantScope => ({ tenantId, principal: 'job:correlate-partition' });
