import { createHmac, createHash } from 'node:crypto';

/** A process secret that signs tenant contexts. `id` is `[a-z0-9-]{1,32}`, `secret` at least 32 random bytes. */
export interface ContextKey {
  readonly id: string;
  readonly secret: Buffer;
}

const BLOCK = 64;

/** @throws Error when the key could not be stored or is too short to be a secret. */
export function checkContextKey(key: ContextKey): ContextKey {
  if (!/^[a-z0-9-]{1,32}$/.test(key.id)) throw new Error(`context key ${key.id}: an id is [a-z0-9-]{1,32}`);
  if (key.secret.length < 32) throw new Error(`context key ${key.id}: the secret must be at least 32 bytes`);
  return key;
}

/** The two padded keys of HMAC-SHA256 (RFC 2104), so that Postgres can verify with `sha256` alone. 64 bytes each. */
export function hmacPads(key: ContextKey): { inner: Uint8Array; outer: Uint8Array } {
  const block = Buffer.alloc(BLOCK);
  const secret = key.secret.length > BLOCK ? createHash('sha256').update(key.secret).digest() : key.secret;
  secret.copy(block);
  return { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) };
}

export function hmacHex(key: ContextKey, message: string): string {
  return createHmac('sha256', key.secret).update(message, 'utf8').digest('hex');
}
