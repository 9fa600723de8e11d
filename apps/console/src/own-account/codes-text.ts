/** The file that somebody finds in a drawer years later: it says what it is, whose, and how it is used. */
export function codesText({ codes, email, origin, madeAt }: { readonly codes: readonly string[]; readonly email: string; readonly origin: string; /** Milliseconds since the epoch. */ readonly madeAt: number }): string {
  const day = new Date(madeAt).toISOString().slice(0, 10);
  return [
    `Vedette recovery codes of ${email}`,
    `Made on ${day} for ${origin}`,
    '',
    ...codes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`),
    '',
    'Each works once, after your password, when you have neither your passkey nor your authenticator app.',
    'Keep them where nobody else looks. New ones make these worthless.',
    '',
  ].join('\n');
}
