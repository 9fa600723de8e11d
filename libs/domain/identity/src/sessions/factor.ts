/** By what somebody proved who they are. `passkey` is possession and a PIN or finger together; `recovery` a printed code. */
export const factors = ['password', 'email', 'totp', 'passkey', 'recovery'] as const;

export type Factor = (typeof factors)[number];

/** Those that a stolen password or mailbox does not give. */
export const secondFactors = ['totp', 'passkey', 'recovery'] as const satisfies readonly Factor[];

export type SecondFactor = (typeof secondFactors)[number];

export function isFactor(text: string): text is Factor {
  return factors.some((known) => known === text);
}

/** Whether a policy that demands a second factor is met. */
export function isMultiFactor(proven: readonly string[]): boolean {
  return secondFactors.some((second) => proven.includes(second));
}
