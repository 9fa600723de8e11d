import { generateSecret, generateURI, verifySync } from 'otplib';

const STEP_SECONDS = 30;

/** 160 bits in base32, as authenticator apps take it. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What the QR code says; SHA-1, 6 digits and 30 s, because several apps ignore any other wish. */
export function totpUri(secret: string, email: string): string {
  return generateURI({ issuer: 'Vedette', label: email, secret });
}

/**
 * RFC 6238 section 5.2: the code of this step or of the one before or after it, for clocks that differ.
 * @param now milliseconds since the epoch
 * @returns the step that the code belongs to, or null; whether it has counted before is for the database to say
 */
export function stepOfCode(secret: string, code: string, now: number): number | null {
  if (code.length > 20) return null;
  const token = code.replaceAll(/[\s-]/g, '');
  if (!/^[0-9]{6}$/.test(token)) return null;
  const found = verifySync({ secret, token, epoch: Math.floor(now / 1000), epochTolerance: STEP_SECONDS });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
}
