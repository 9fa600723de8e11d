import type { Factors } from '@vedette/api-client';

export type ProofWay = 'passkey' | 'totp' | 'password';

/** The best proof first. Whoever has a second factor gives that: a stolen password is what it is there against. */
export function proofWays({ passkeys, totp }: Pick<Factors, 'passkeys' | 'totp'>): readonly [ProofWay, ...ProofWay[]] {
  if (passkeys.length > 0) return totp ? ['passkey', 'totp'] : ['passkey'];
  return totp ? ['totp'] : ['password'];
}
