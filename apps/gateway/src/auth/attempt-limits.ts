import { keyHmac } from '@vedette/cache';
import type { Cache } from '@vedette/cache';
import { refuse } from '../refusals';

const MINUTE_MS = 60_000;

export interface AttemptLimitsDeps {
  readonly cache: Cache;
  /** Addresses and e-mails reach Redis as HMACs under this. */
  readonly secret: Buffer;
  /** In ten minutes. */
  readonly perAddress: number;
}

/** How often sign-up, log-in and an invitation may be tried, from one address and for one e-mail (or one letter's token). */
export class AttemptLimits {
  constructor(private readonly deps: AttemptLimitsDeps) {}

  /**
   * When many addresses try one e-mail, each address still has a few tries: otherwise whoever knows an e-mail could keep
   * its owner out for good.
   * @throws Refusal `auth.too_many_attempts`
   */
  async take(what: 'sign-up' | 'log-in' | 'invitation', from: { address: string; email: string }): Promise<void> {
    const { secret, perAddress } = this.deps;
    const email = from.email.normalize('NFKC').trim().toLowerCase().slice(0, 320);
    await this.spend(`auth.${what}.address`, keyHmac(secret, 'address', from.address), perAddress, 10);
    const allowed = await this.isAllowed(`auth.${what}.email`, keyHmac(secret, 'email', email), 30, 15);
    if (!allowed) await this.spend(`auth.${what}.both`, keyHmac(secret, 'both', from.address, email), 3, 15);
  }

  private async isAllowed(name: string, keyHmac: string, limit: number, minutes: number): Promise<boolean> {
    return (await this.deps.cache.takeAnonymous({ name, keyHmac, limit, windowMs: minutes * MINUTE_MS })).allowed;
  }

  private async spend(name: string, keyHmac: string, limit: number, minutes: number): Promise<void> {
    const taken = await this.deps.cache.takeAnonymous({ name, keyHmac, limit, windowMs: minutes * MINUTE_MS });
    if (!taken.allowed) throw refuse('auth.too_many_attempts', { retryAfter: Math.ceil(taken.retryAfterMs / 1000) });
  }
}
