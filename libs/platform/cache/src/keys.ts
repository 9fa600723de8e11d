import { createHmac } from 'node:crypto';
import { isUuid } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';

// Redis holds no personal data: a key is made of a tenant's id or of an HMAC, and of names that the code wrote.
const NAME = /^[a-z][a-z0-9.-]{0,60}$/;
const HMAC = /^[A-Za-z0-9_-]{22,128}$/;

// The window's length belongs to the key: parts of another width are not to be mixed up after an update.
export function tenantKey(tenant: TenantId, name: string, windowMs: number): string {
  if (!isUuid(tenant)) throw new Error('a limit of a tenant needs its id');
  return `limit:t:${tenant}:${checkedName(name)}:${windowMs}`;
}

export function anonymousKey(keyHmac: string, name: string, windowMs: number): string {
  if (!HMAC.test(keyHmac)) throw new Error('a limit without a tenant is keyed by an HMAC, never by an address itself');
  return `limit:a:${keyHmac}:${checkedName(name)}:${windowMs}`;
}

/** What `takeAnonymous` is keyed by: who cannot be named in Redis (an IP address, an e-mail), under a process secret. */
export function keyHmac(secret: Uint8Array, ...parts: readonly string[]): string {
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');
}

function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error(`limit ${name}: a name is lower case, digits, dots and dashes`);
  return name;
}
