import { systemClock } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { signContext } from '../context/tenant-scope';
import type { ContextKey } from '../context/context-key';

export type ContextKind = 'other tenant' | 'none' | 'emptied' | 'forged tenant' | 'forged signature' | 'unknown key' | 'expired';

/** What an attacker may have put into app.ctx; null leaves it unset. All but the first must be refused outright. */
export function contextsOf(key: ContextKey, acme: TenantId, other: TenantId): ReadonlyMap<ContextKind, string | null> {
  const scope = (tenantId: TenantId) => ({ tenantId, principal: 'system:attacker' });
  const later = systemClock.now() / 1000 + 600;
  const honest = signContext(key, scope(other), later);
  return new Map<ContextKind, string | null>([
    ['other tenant', honest],
    ['none', null],
    ['emptied', ''],
    ['forged tenant', honest.replace(other, acme)],
    ['forged signature', `${signContext(key, scope(acme), later).slice(0, -64)}${'0'.repeat(64)}`],
    ['unknown key', signContext({ ...key, id: 'stranger' }, scope(acme), later)],
    ['expired', signContext(key, scope(acme), systemClock.now() / 1000 - 1)],
  ]);
}
