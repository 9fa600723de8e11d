import { isUuid } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { hmacHex } from './context-key';
import type { ContextKey } from './context-key';

/** Whose rows, and who is asking: an `Actor`, a job, or a named part of the system. */
export interface TenantScope {
  readonly tenantId: TenantId;
  /** `account:<uuid>`, `key:<uuid>`, `job:<queue>` or `system:<name>`; no dots. */
  readonly principal: string;
}

// Dots part the context; the rest keeps the value free of quotes, since it travels inside a statement.
const PRINCIPAL = /^[a-z]+:[A-Za-z0-9_:/-]{1,120}$/;

/**
 * The value of the setting `app.ctx`: `v1.<key id>.<tenant>.<principal>.<expiry, epoch s>.<hmac, hex>`.
 * @throws Error when the scope could not be signed without ambiguity.
 */
export function signContext(key: ContextKey, scope: TenantScope, expiresAtSeconds: number): string {
  if (!isUuid(scope.tenantId)) throw new Error('a tenant scope needs a tenant id');
  if (!PRINCIPAL.test(scope.principal)) throw new Error(`principal ${scope.principal}: expected kind:name without dots`);
  const message = `v1.${key.id}.${scope.tenantId}.${scope.principal}.${Math.floor(expiresAtSeconds)}`;
  return `${message}.${hmacHex(key, message)}`;
}
