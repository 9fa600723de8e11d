import { randomInt } from 'node:crypto';

/** Crockford's base32: nothing in it is mistaken for another. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;

export const recoveryCodeCount = 10;

/** 60 random bits: `7k2f-9mzq-04tc`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => shown(Array.from({ length: LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('')));
}

/** @returns the one spelling that is hashed, or null for what is no such code */
export function readRecoveryCode(text: string): string | null {
  if (text.length > 40) return null;
  const code = text.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return code.length === LENGTH && [...code].every((each) => alphabet.includes(each)) ? code : null;
}

function shown(code: string): string {
  return [code.slice(0, 4), code.slice(4, 8), code.slice(8)].join('-');
}
