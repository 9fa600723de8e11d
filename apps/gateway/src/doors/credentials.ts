/** `Basic base64(user:password)` → the password; who sends a key this way puts it there. */
export function basicPassword(encoded: string): string | undefined {
  const text = decoded(encoded);
  const colon = text?.indexOf(':') ?? -1;
  return colon < 0 ? undefined : text?.slice(colon + 1);
}

/** The text behind base64 (RFC 4648 §4), or undefined where it is none. */
export function decoded(base64: string): string | undefined {
  if (base64.length > 1_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  return Buffer.from(base64, 'base64').toString('utf8');
}

/** `Scheme value` of an Authorization header; the scheme in small letters. */
export function schemeOf(authorization: string): { scheme: string; value: string } {
  const space = authorization.indexOf(' ');
  if (space < 0) return { scheme: authorization.toLowerCase(), value: '' };
  return { scheme: authorization.slice(0, space).toLowerCase(), value: authorization.slice(space + 1).trim() };
}
