import { dateFrom } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { isPermission } from '../actor/permissions';
import type { Permission } from '../actor/permissions';
import { refuse } from '../refusals';
import { formatNetwork, parseNetwork } from './network';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_UNLESS_TOLD = 90;
export const mostKeyDays = 365;
const MOST_NETWORKS = 50;
const MOST_SCOPES = 200;

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Whole, 1 to what the tenant's policy allows (365 at most); 90 or the policy's, whichever is less, unless told. */
  readonly expiresInDays?: number | null;
  /** CIDR or single addresses, at most 50; from anywhere unless told. */
  readonly networks?: readonly string[] | null;
  /** The key is then this service account's, bounded by its role. */
  readonly serviceAccountId?: string | null;
}

export interface CheckedKey {
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly networks: readonly string[];
  readonly expiresAt: Date;
}

/**
 * What a key may be: within its maker's permissions, and never for ever.
 * @param policyDays the longest that the tenant allows
 * @throws Refusal `key.name_malformed`, `key.scope_unknown`, `key.scope_forbidden`, `key.expiry_malformed`, `key.expiry_beyond_policy`,
 * `key.networks_malformed`
 */
export function checkKeyRequest(request: KeyRequest, maker: Actor, policyDays: number, now: number): CheckedKey {
  const name = request.name.length > 320 ? '' : request.name.normalize('NFKC').trim();
  if (name.length === 0 || [...name].length > 80 || /\p{C}/u.test(name)) throw refuse('key.name_malformed');
  if (request.scopes.length > MOST_SCOPES) throw refuse('key.scope_unknown');
  const scopes = [...new Set(request.scopes)].filter(isPermission);
  if (scopes.length === 0 || scopes.length !== new Set(request.scopes).size) throw refuse('key.scope_unknown');
  checkScopesHeld(scopes, maker);
  const days = request.expiresInDays ?? Math.min(DAYS_UNLESS_TOLD, policyDays);
  if (!Number.isInteger(days) || days < 1 || days > mostKeyDays) throw refuse('key.expiry_malformed');
  if (days > policyDays) throw refuse('key.expiry_beyond_policy', { reason: `${policyDays} days` });
  return { name, scopes, networks: readNetworks(request.networks ?? []), expiresAt: dateFrom(now + days * DAY_MS) };
}

/** @throws Refusal `key.scope_forbidden`: nobody is given a secret that may do what they may not */
export function checkScopesHeld(scopes: readonly string[], maker: Pick<Actor, 'permissions'>): void {
  const beyond = scopes.find((scope) => !isPermission(scope) || !maker.permissions.has(scope));
  if (beyond !== undefined) throw refuse('key.scope_forbidden', { scope: beyond, reason: beyond });
}

/** As they are stored: normalised, each once. @throws Refusal `key.networks_malformed` */
function readNetworks(texts: readonly string[]): string[] {
  if (texts.length > MOST_NETWORKS) throw refuse('key.networks_malformed', { reason: `${texts.length} networks` });
  const networks = texts.map((text) => {
    const network = parseNetwork(text);
    if (!network) throw refuse('key.networks_malformed', { reason: text.slice(0, 60).replaceAll(/\p{C}/gu, ' ') });
    return formatNetwork(network);
  });
  return [...new Set(networks)];
}
