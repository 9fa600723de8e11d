import { domainToASCII } from 'node:url';
import { refuse } from '../refusals';

export interface EmailAddress {
  /** As typed, after NFKC: what is shown. */
  readonly shown: string;
  /** What is compared, looked up and written to: NFKC, lower case, ASCII domain. */
  readonly key: string;
}

const LOCAL = /^[\p{L}\p{N}\p{M}.!#$%&'*+/=?^_`{|}~-]{1,64}$/u;
const URL_PARTS = /[\s/\\?#:%[\]]/;
const DOMAIN = /^(?=.{3,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

/**
 * Normalises first and checks afterwards: an address that is checked before NFKC can become another one by it
 * (a full-width ＠ or ．, GHSA-7rqj). Mail goes to the key, never to what was typed.
 * @returns null for what is not an address
 */
export function readEmailAddress(text: string): EmailAddress | null {
  // Nothing longer can become valid, and NFKC can multiply a text's length by 18.
  if (text.length > 320) return null;
  const shown = text.normalize('NFKC').trim();
  const folded = shown.toLowerCase().normalize('NFKC');
  const at = folded.lastIndexOf('@');
  const local = folded.slice(0, Math.max(at, 0));
  // It reads a URL's host, and would drop a path or a port that stands behind one.
  const domain = URL_PARTS.test(folded.slice(at + 1)) ? '' : domainToASCII(folded.slice(at + 1));
  const dotted = local.startsWith('.') || local.endsWith('.') || local.includes('..');
  const key = `${local}@${domain}`;
  const wellFormed = LOCAL.test(local) && !dotted && DOMAIN.test(domain) && key.length <= 254 && shown.length <= 320;
  return wellFormed ? { shown, key } : null;
}

/** @throws Refusal `email.malformed` */
export function parseEmailAddress(text: string): EmailAddress {
  const address = readEmailAddress(text);
  if (!address) throw refuse('email.malformed');
  return address;
}
