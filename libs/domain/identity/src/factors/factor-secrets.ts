import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Pepper } from '../api-keys/peppers';

const NONCE = 12;
const TAG = 16;

export interface Sealed {
  /** Nonce, text, tag. */
  readonly bytes: Buffer;
  readonly pepperId: string;
}

/** What the database keeps of second factors is worth nothing without the process's pepper. */
export class FactorSecrets {
  private readonly current: Pepper;

  /** @throws Error without a pepper, or with one too short to be a secret */
  constructor(private readonly peppers: readonly Pepper[]) {
    const [current] = peppers;
    if (!current) throw new Error('second factors need a pepper');
    if (peppers.some(({ secret }) => secret.length < 32)) throw new Error('a pepper must be at least 32 bytes');
    this.current = current;
  }

  /** AES-256-GCM; the account is bound in, so that a secret copied into another's row opens nothing. */
  seal(accountId: string, text: string): Sealed {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', keyOf(this.current, 'totp'), nonce, { authTagLength: TAG });
    cipher.setAAD(Buffer.from(accountId));
    return { bytes: Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]), pepperId: this.current.id };
  }

  /** @returns null when its pepper was retired; @throws Error when it was tampered with */
  open(accountId: string, { bytes, pepperId }: Sealed): string | null {
    const pepper = this.peppers.find(({ id }) => id === pepperId);
    if (!pepper) return null;
    const decipher = createDecipheriv('aes-256-gcm', keyOf(pepper, 'totp'), bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(accountId));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
    return decipher.update(bytes.subarray(NONCE, bytes.length - TAG), undefined, 'utf8') + decipher.final('utf8');
  }

  isCurrent({ pepperId }: Sealed): boolean {
    return pepperId === this.current.id;
  }

  /** HMAC-SHA-256 of a recovery code as it is stored. */
  hashCode(accountId: string, code: string): Buffer {
    return mac(this.current, accountId, code);
  }

  /** Under each pepper there is: the code may have been printed under an older one. */
  hashesOfCode(accountId: string, code: string): Buffer[] {
    return this.peppers.map((pepper) => mac(pepper, accountId, code));
  }
}

function keyOf({ secret }: Pepper, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `vedette ${purpose}`, 32));
}

function mac(pepper: Pepper, accountId: string, code: string): Buffer {
  return createHmac('sha256', keyOf(pepper, 'recovery code')).update(accountId).update('\0').update(code).digest();
}
