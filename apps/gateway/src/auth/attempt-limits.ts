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

export type Attempt =
  | 'sign-up' | 'log-in' | 'invitation' | 'second-factor' | 'passkey' | 'passkey-challenge' | 'step-up' | 'recovery'
  | 'ask-reset' | 'ask-sign-in-link' | 'mail-link' | 'password' | 'email-change';

/** What one may try for one e-mail, and once that is spent, from each address; within which time. */
const tries = { most: 30, eachAddress: 3, minutes: 15 };
/** What sends a letter each time: nobody's mailbox is to be filled. */
const letters = { most: 6, eachAddress: 2, minutes: 60 };
/** One is made at each visit of the sign-in page, and none says anything of anybody. */
const CHALLENGES = 10;
const posts: ReadonlySet<Attempt> = new Set<Attempt>(['ask-reset', 'ask-sign-in-link', 'email-change']);

/** How often sign-up, log-in and an invitation may be tried, from one address and for one e-mail (or one letter's token). */
export class AttemptLimits {
  constructor(private readonly deps: AttemptLimitsDeps) {}

  /**
   * When many addresses try one e-mail, each address still has a few tries: otherwise whoever knows an e-mail could keep
   * its owner out for good.
   * @param from `device`: the id of a browser that the account was signed in from before. It has tries of its own, and those of
   * others, from wherever, take nothing from it.
   * @throws Refusal `auth.too_many_attempts`
   */
  async take(what: Attempt, from: { address: string; email?: string; device?: string }): Promise<void> {
    const { secret, perAddress } = this.deps;
    if (from.device !== undefined) return this.spend(`auth.${what}.device`, keyHmac(secret, 'device', from.device), 30, 15);
    await this.spend(`auth.${what}.address`, keyHmac(secret, 'address', from.address), what === 'passkey-challenge' ? CHALLENGES * perAddress : perAddress, 10);
    if (from.email === undefined) return;
    const email = from.email.normalize('NFKC').trim().toLowerCase().slice(0, 320);
    const { most, eachAddress, minutes } = posts.has(what) ? letters : tries;
    const allowed = await this.isAllowed(`auth.${what}.email`, keyHmac(secret, 'email', email), most, minutes);
    if (!allowed) await this.spend(`auth.${what}.both`, keyHmac(secret, 'both', from.address, email), eachAddress, minutes);
  }

  private async isAllowed(name: string, keyHmac: string, limit: number, minutes: number): Promise<boolean> {
    return (await this.deps.cache.takeAnonymous({ name, keyHmac, limit, windowMs: minutes * MINUTE_MS })).allowed;
  }

  private async spend(name: string, keyHmac: string, limit: number, minutes: number): Promise<void> {
    const taken = await this.deps.cache.takeAnonymous({ name, keyHmac, limit, windowMs: minutes * MINUTE_MS });
    if (!taken.allowed) throw refuse('auth.too_many_attempts', { retryAfter: Math.ceil(taken.retryAfterMs / 1000) });
  }
}
