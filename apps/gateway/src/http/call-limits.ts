import { keyHmac } from '@vedette/cache';
import type { Cache } from '@vedette/cache';
import { refuse } from '../refusals';
import { networkOf } from './network-of';

export interface CallLimitsDeps {
  readonly cache: Cache;
  /** Addresses and accounts reach Redis as HMACs under this. */
  readonly secret: Buffer;
}

export interface CallLimit {
  /** `device.look` */
  readonly name: string;
  readonly calls: number;
  readonly minutes: number;
}

/** How often one address, or one account, may ask what is open to guessing. */
export class CallLimits {
  constructor(private readonly deps: CallLimitsDeps) {}

  /** @throws Refusal `auth.too_many_attempts` */
  ofAddress(address: string, limit: CallLimit, cost = 1): Promise<void> {
    return this.take({ ...limit, name: `${limit.name}.address` }, ['call-address', networkOf(address)], cost);
  }

  /** @throws Refusal `auth.too_many_attempts` */
  ofAccount(accountId: string, limit: CallLimit): Promise<void> {
    return this.take({ ...limit, name: `${limit.name}.account` }, ['call-account', accountId], 1);
  }

  private async take({ name, calls, minutes }: CallLimit, whose: readonly [string, string], cost: number): Promise<void> {
    const { cache, secret } = this.deps;
    const taken = await cache.takeAnonymous({ name, keyHmac: keyHmac(secret, ...whose), limit: calls, windowMs: minutes * 60_000, cost });
    if (!taken.allowed) throw refuse('auth.too_many_attempts', { retryAfter: Math.ceil(taken.retryAfterMs / 1000) });
  }
}
