import { dateFrom } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { isPermission } from '../actor/permissions';
import type { Permission } from '../actor/permissions';
import { refuse } from '../refusals';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_UNLESS_TOLD = 90;
const MOST_DAYS = 365;

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly string[];
  /** 1 to 365, whole; 90 unless told. */
  readonly expiresInDays?: number | null;
}

/**
 * What a key may be: within its maker's permissions, and never for ever.
 * @throws Refusal `key.name_malformed`, `key.scope_unknown`, `key.scope_forbidden`, `key.expiry_malformed`
 */
export function checkKeyRequest(
  request: KeyRequest,
  maker: Actor,
  now: number,
): { name: string; scopes: Permission[]; expiresAt: Date } {
  const name = request.name.length > 320 ? '' : request.name.normalize('NFKC').trim();
  if (name.length === 0 || [...name].length > 80 || /\p{C}/u.test(name)) throw refuse('key.name_malformed');
  const scopes = [...new Set(request.scopes)].filter(isPermission);
  if (scopes.length === 0 || scopes.length !== new Set(request.scopes).size) throw refuse('key.scope_unknown');
  const beyond = scopes.find((scope) => !maker.may(scope));
  if (beyond) throw refuse('key.scope_forbidden', { scope: beyond });
  const days = request.expiresInDays ?? DAYS_UNLESS_TOLD;
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) throw refuse('key.expiry_malformed');
  return { name, scopes, expiresAt: dateFrom(now + days * DAY_MS) };
}
