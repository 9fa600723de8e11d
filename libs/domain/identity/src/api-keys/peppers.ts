import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyParts } from './key-format';

/** A secret of the process, kept outside the database: a stolen table of hashes cannot be tried against anything. */
export interface Pepper {
  readonly id: string;
  readonly secret: Buffer;
}

export interface KeyedHash {
  readonly hash: Buffer;
  readonly pepperId: string;
}

/** The first pepper makes new hashes, all of them verify: a new one is put in front, and the old one leaves later. */
export class Peppers {
  private readonly current: Pepper;

  /** @throws Error without a pepper, or with one too short to be a secret */
  constructor(private readonly all: readonly Pepper[]) {
    const [current] = all;
    if (!current) throw new Error('VEDETTE_PEPPERS names no pepper');
    const weak = all.find(({ secret }) => secret.length < 32);
    if (weak) throw new Error(`pepper ${weak.id}: the secret must be at least 32 bytes`);
    this.current = current;
  }

  hash(key: KeyParts): KeyedHash {
    return { hash: mac(this.current, key), pepperId: this.current.id };
  }

  /**
   * Costs the same whether there is a stored hash or not.
   * @param stored undefined when no key has this public id
   */
  matches(key: KeyParts, stored: KeyedHash | undefined): boolean {
    // A pepper that was retired verifies nothing: failing closed is what retiring it means.
    const pepper = this.all.find(({ id }) => id === stored?.pepperId);
    const computed = mac(pepper ?? this.current, key);
    const expected = stored?.hash.length === computed.length ? stored.hash : Buffer.alloc(computed.length);
    return timingSafeEqual(computed, expected) && pepper !== undefined;
  }
}

/** HMAC-SHA-256 over public id and secret, so that a hash put into another key's row opens nothing. */
function mac(pepper: Pepper, key: KeyParts): Buffer {
  return createHmac('sha256', pepper.secret).update(`${key.publicId}_${key.secret}`).digest();
}
