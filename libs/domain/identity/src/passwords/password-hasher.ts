import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { refuse } from '../refusals';

/** OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 passes, 1 lane. Changing it rehashes at the next sign-in. */
export const argon2Parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

// Argon2 runs on libuv's four threads, which files and DNS share: two are left to them.
const ATONCE = 2;
const WAITING = 200;

/** NIST SP 800-63B-4 §3.1.1.2: a password typed on another keyboard is the same password. */
function prepared(password: string): string {
  return password.normalize('NFKC');
}

export function hashPassword(password: string): Promise<string> {
  // The library's own algorithm is Argon2id; its enum cannot be named under isolatedModules. A spec holds it to that.
  return hash(prepared(password), argon2Parameters);
}

/** True when the hash was made with other parameters than today's. */
export function needsRehash(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = argon2Parameters;
  return !stored.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
}

/** Hashes a few at a time: each takes 19 MiB and ~20 ms of a core, and a flood of sign-ins must not take them all. */
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** @throws Refusal `auth.busy` */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hashPassword(password));
  }

  /**
   * Costs one hash whether there is something to compare with or not.
   * @param stored null for an unknown account
   * @throws Refusal `auth.busy`
   */
  async matches(stored: string | null, password: string): Promise<boolean> {
    this.decoy ??= hashPassword(randomBytes(32).toString('base64'));
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
