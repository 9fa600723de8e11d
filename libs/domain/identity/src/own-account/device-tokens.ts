import { hashOpaqueToken, isOpaqueToken } from '../sessions/opaque-token';

const MOST = 5;

/**
 * What a browser's own cookie holds: one token for each account that signed in there, newest first, joined by dots. Each is
 * made here for one account at one sign-in, so a value that somebody planted makes their browser known to nobody.
 */
export function deviceTokens(cookie: string | undefined): string[] {
  if (!cookie || cookie.length > MOST * 44) return [];
  return cookie.split('.').filter(isOpaqueToken).slice(0, MOST);
}

export function joinDeviceTokens(tokens: readonly string[]): string {
  return tokens.slice(0, MOST).join('.');
}

export function hashDevice(token: string): Buffer {
  return hashOpaqueToken('browser', token);
}
