import { refuse } from '../refusals';
import type { BreachedPasswords } from './breached-passwords';
import { followsPattern, isCommonPassword, squash } from './guessable';

/** NIST SP 800-63B-4 §3.1.1.2, a password that is the only factor. No rule of composition, no forced change. */
const LEAST_CHARACTERS = 15;
const MOST_BYTES = 1024;
// Shorter names occur in ordinary words: "ada" in "adamant".
const LEAST_NAME = 4;

export interface PasswordOwner {
  /** The normalised address. */
  readonly email: string;
  /** Of all that the account belongs to. */
  readonly organisation: string | readonly string[];
}

export function isTooLong(password: string): boolean {
  // First as it is: normalising a megabyte is work that nobody asked for.
  return password.length > MOST_BYTES || Buffer.byteLength(password.normalize('NFKC')) > MOST_BYTES;
}

/**
 * @param breached the full list, where the installation has one; the shipped one is asked in any case
 * @throws Refusal `password.too_short` (in characters), `password.too_long` (in bytes), `password.pattern`,
 * `password.personal`, `password.breached`
 */
export async function checkNewPassword(password: string, owner: PasswordOwner, breached?: BreachedPasswords): Promise<void> {
  if (isTooLong(password)) throw refuse('password.too_long');
  if ([...password.normalize('NFKC')].length < LEAST_CHARACTERS) throw refuse('password.too_short');
  if (followsPattern(password)) throw refuse('password.pattern');
  if (isPersonal(password, owner)) throw refuse('password.personal');
  if (isCommonPassword(password) || (await breached?.has(password))) throw refuse('password.breached');
}

function isPersonal(password: string, owner: PasswordOwner): boolean {
  const text = squash(password);
  const [local = '', domain = ''] = owner.email.split('@');
  const names = [owner.email, local, domain.split('.')[0] ?? '', ...[owner.organisation].flat(), 'vedette'].map(squash);
  return names.some((name) => name.length >= LEAST_NAME && text.includes(name));
}
