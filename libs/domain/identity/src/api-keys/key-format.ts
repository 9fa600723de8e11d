import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Which kind of installation made the key, for the reader and for leak scanners. */
export type KeyEnvironment = 'live' | 'dev';

export interface KeyParts {
  readonly environment: KeyEnvironment;
  /** 12 of [a-z0-9], 62 bits: finds the key, says nothing about the secret. */
  readonly publicId: string;
  /** 43 of [A-Za-z0-9], 256 bits. */
  readonly secret: string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ALL = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const KEY = /^vdt_(live|dev)_([a-z0-9]{12})_([A-Za-z0-9]{43})([0-9a-f]{8})$/;

function random(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

export function newKeyParts(environment: KeyEnvironment): KeyParts {
  return { environment, publicId: random(LOWER, 12), secret: random(ALL, 43) };
}

/** `vdt_<env>_<publicId>_<secret><crc32>`; the checksum, 8 hex digits, is over all that stands before it. */
export function formatKey(parts: KeyParts): string {
  const body = `${keyHint(parts.environment, parts.publicId)}_${parts.secret}`;
  return body + checksum(body);
}

/** What may be shown: prefix and public id. */
export function keyHint(environment: KeyEnvironment, publicId: string): string {
  return `vdt_${environment}_${publicId}`;
}

/** @returns null for what is not a key of ours, a mistyped one included: the checksum spares the database the question */
export function parseKey(text: string): KeyParts | null {
  const [, environment, publicId, secret, sum] = KEY.exec(text) ?? [];
  if (!environment || !publicId || !secret || checksum(text.slice(0, -8)) !== sum) return null;
  return { environment: environment === 'live' ? 'live' : 'dev', publicId, secret };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
