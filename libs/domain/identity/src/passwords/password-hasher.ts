import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { refuse } from '../refusals';

export interface Argon2Parameters {
  /** KiB */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/**
 * Argon2id with RFC 9106's 64 MiB, and as many passes as make it at least 100 ms of one core (docs/adr/0022-own-account.md).
 * Changing it rehashes at the next sign-in.
 */
export const argon2Parameters: Argon2Parameters = { memoryCost: 65_536, timeCost: 7, parallelism: 1 };

// Argon2 runs on libuv's four threads, which files and DNS share: two are left to them.
const ATONCE = 2;
// The last of them waits for some three seconds.
const WAITING = 50;

/** NIST SP 800-63B-4 §3.1.1.2: a password typed on another keyboard is the same password. */
function prepared(password: string): string {
  return password.normalize('NFKC');
}

export function hashPassword(password: string, parameters: Argon2Parameters = argon2Parameters): Promise<string> {
  // The library's own algorithm is Argon2id; its enum cannot be named under isolatedModules. A spec holds it to that.
  return hash(prepared(password), parameters);
}

/** True when the hash was made with other parameters than these. */
export function needsRehash(stored: string, { memoryCost, timeCost, parallelism }: Argon2Parameters = argon2Parameters): boolean {
  return !stored.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
}

/** Hashes a few at a time: each takes 64 MiB and a tenth of a second of a core, and a flood of sign-ins must not take them all. */
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** @param parameters others than ours only where many hashes are made to be thrown away, as in specs */
  constructor(private readonly parameters: Argon2Parameters = argon2Parameters) {}

  isOutdated(stored: string): boolean {
    return needsRehash(stored, this.parameters);
  }

  /** @throws Refusal `auth.busy` */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hashPassword(password, this.parameters));
  }

  /**
   * Costs one hash whether there is something to compare with or not.
   * @param stored null for an unknown account
   * @throws Refusal `auth.busy`
   */
  async matches(stored: string | null, password: string): Promise<boolean> {
    this.decoy ??= hashPassword(randomBytes(32).toString('base64'), this.parameters);
    const against = stored ?? (await this.decoy);
    const same = await this.inTurn(() => verify(against, prepared(password)));
    return same && stored !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= ATONCE) {
      if (this.waiting.length >= WAITING) throw refuse('auth.busy', { retryAfter: 2 });
      await new Promise<void>((start) => this.waiting.push(start));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed over, not given back, so that nobody slips in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
