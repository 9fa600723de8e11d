export type SecondWay = 'passkey' | 'totp' | 'recovery' | 'lost';

const words: Readonly<Record<SecondWay, string>> = {
  passkey: 'Use a passkey',
  totp: 'Use a code of your authenticator app',
  recovery: 'Use a recovery code',
  lost: 'I lost my second factor',
};

/**
 * In the order of how well they withstand a fake page. A method that this page does not know is left out; that it is lost
 * can always be said.
 * @param methods as the gateway names them
 */
export function secondWays(methods: readonly string[]): readonly { readonly way: SecondWay; readonly words: string }[] {
  const known = (['passkey', 'totp', 'recovery'] as const).filter((way) => methods.includes(way));
  return [...known, 'lost' as const].map((way) => ({ way, words: words[way] }));
}
