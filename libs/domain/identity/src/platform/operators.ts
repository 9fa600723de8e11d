import type { DirectoryDoor } from '@vedette/database';
import type { Clock, Uuid } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import { readEmailAddress } from '../accounts/email-address';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';

/** Those who operate the installation, as its configuration names them. */
export class Operators {
  private readonly log = logger('identity');
  private readonly keys: readonly string[];

  /** @param addresses of PLATFORM_OPERATORS; @throws Error for what is no address: a misspelt operator is none */
  constructor(
    private readonly deps: { readonly directory: DirectoryDoor; readonly clock: Clock },
    addresses: readonly string[],
  ) {
    this.keys = addresses.map((address) => {
      const read = readEmailAddress(address);
      if (!read) throw new Error('PLATFORM_OPERATORS: expected e-mail addresses, separated by commas');
      return read.key;
    });
  }

  /**
   * Makes the operators exactly those who are named: at boot, and again while some have no account yet.
   * @returns how many have none
   */
  async appoint(): Promise<number> {
    const { directory, clock } = this.deps;
    const missing = await directory.call<{ missing: string }>('set_operators', [...new Set(this.keys)], clock.date());
    return missing.length;
  }

  /** The same, with a word in the log about those who are not there: their number, not their addresses. */
  async appointAtBoot(): Promise<number> {
    const missing = await this.appoint();
    if (missing > 0) this.log.warn({ missing }, 'operators without an account: appointed within a minute of their first sign-in');
    return missing;
  }
}

/**
 * Every act of an operator begins with it, and the directory proves it once more.
 * @throws Refusal `auth.forbidden`
 */
export function requireOperator(actor: Actor): Uuid {
  if (!actor.operator) throw refuse('auth.forbidden');
  return actor.requirePerson();
}

/** Who was let go as operator between the request's beginning and the statement is refused by the directory (42501). */
export async function asOperator<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') throw refuse('auth.forbidden');
    throw error;
  }
}
