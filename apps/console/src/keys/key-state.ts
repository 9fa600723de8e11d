import type { ApiKey } from '@vedette/api-client';

export type KeyState = 'works' | 'ends-soon' | 'rotated' | 'expired' | 'revoked';

type Ends = Pick<ApiKey, 'expiresAt' | 'expiresSoon' | 'revokedAt' | 'revokedBecause'>;

/** @param now milliseconds since the epoch */
export function keyState({ expiresAt, expiresSoon, revokedAt, revokedBecause }: Ends, now: number): KeyState {
  if (revokedAt !== null) return 'revoked';
  if (Date.parse(expiresAt) <= now) return 'expired';
  if (revokedBecause === 'ROTATED') return 'rotated';
  return expiresSoon ? 'ends-soon' : 'works';
}

const because = {
  ASKED: 'Revoked',
  LEAKED: 'Revoked: it was found in the open',
  ROTATED: 'Replaced by its successor',
  OWNER_LEFT: 'Ended: its owner left',
} as const;

/** Why a key is over, or will be. */
export function endInWords({ revokedBecause }: Pick<ApiKey, 'revokedBecause'>): string {
  return revokedBecause ? because[revokedBecause] : 'Revoked';
}

/** Those that work first, each in the order they came in. */
export function worksFirst<Key extends Ends>(keys: readonly Key[], now: number): readonly Key[] {
  const over = (key: Key) => ['expired', 'revoked'].includes(keyState(key, now));
  return [...keys.filter((key) => !over(key)), ...keys.filter(over)];
}
