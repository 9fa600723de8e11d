import { createHmac, randomInt } from 'node:crypto';
import type { Pepper } from '../api-keys/peppers';

/** RFC 8628 section 6.1: no vowels, so that no words come of it, and nothing that is mistaken for another; 8 of 20 are 34 bits. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

export function newUserCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/** `BCDF-GHJK` */
export function shownUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** As it was typed: small letters, dashes and spaces are forgiven. @returns null for what is no such code */
export function readUserCode(text: string): string | null {
  if (text.length > 40) return null;
  const code = text.toUpperCase().replaceAll(/[\s-]/g, '');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}

/** Keyed, other than a token's: a code this short could be found from a plain hash of a stolen table. */
export function hashUserCode(pepper: Pepper, code: string): Buffer {
  return createHmac('sha256', pepper.secret).update('one-time device-user\0').update(code).digest();
}
