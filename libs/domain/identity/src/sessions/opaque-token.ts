import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, base64url: 43 characters. Nothing can be read from it; only its hash is stored. */
export function newOpaqueToken(): string {
  return randomBytes(32).toString('base64url');
}

export function isOpaqueToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/**
 * SHA-256 of the token under a label, so that one value is never found in another's place. A slow hash would add
 * nothing: the token has 256 random bits.
 */
export function hashOpaqueToken(label: string, token: string): Buffer {
  return createHash('sha256').update(label).update('\0').update(token).digest();
}

/** A JSON Web Token starts with the base64url of `{"`. None is accepted anywhere. */
export function looksLikeJwt(text: string): boolean {
  return text.trimStart().startsWith('eyJ');
}
