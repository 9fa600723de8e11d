import { keyHmac } from '@vedette/cache';
import type { Cache } from '@vedette/cache';
import type { DirectoryDoor } from '@vedette/database';
import { isDisposableMail, readEmailAddress, SignUpProofs } from '@vedette/identity';
import type { Clock } from '@vedette/kernel';
import type { GatewayConfig } from '../gateway-config';
import { networkOf } from '../http/network-of';
import { refuse } from '../refusals';

export interface SignUpGuardDeps {
  readonly cache: Pick<Cache, 'takeAnonymous'>;
  readonly proofs: Pick<SignUpProofs, 'challenge' | 'spend'>;
  /** Networks reach Redis as HMACs under this. */
  readonly secret: Buffer;
  /** Sign-ups without work from one network in an hour. */
  readonly perNetwork: number;
}

const HOUR_MS = 3_600_000;

/** Who signs up for the sake of signing up is made to work for it. Judged by the address typed and the network alone, never by what exists. */
export class SignUpGuard {
  constructor(private readonly deps: SignUpGuardDeps) {}

  static of(config: GatewayConfig, doors: { readonly directory: DirectoryDoor; readonly cache: Cache; readonly clock: Clock }): SignUpGuard {
    const [pepper] = config.VEDETTE_PEPPERS;
    const proofs = new SignUpProofs({ ...doors, pepper });
    return new SignUpGuard({ cache: doors.cache, proofs, secret: pepper.secret, perNetwork: config.SIGN_UPS_PER_NETWORK });
  }

  /** @throws Refusal `sign-up.proof_wanted`: of a disposable mail domain, or the sixth of a network in an hour, unless the work was done */
  async admit(emailKey: string, address: string, proof: string | undefined): Promise<void> {
    const { cache, proofs, secret, perNetwork } = this.deps;
    if (proof !== undefined) {
      if (await proofs.spend(emailKey, proof)) return;
      throw refuse('sign-up.proof_wanted');
    }
    if (isDisposableMail(emailKey.slice(emailKey.lastIndexOf('@') + 1))) throw refuse('sign-up.proof_wanted');
    const network = keyHmac(secret, 'sign-up network', networkOf(address));
    const taken = await cache.takeAnonymous({ name: 'sign-up.network', keyHmac: network, limit: perNetwork, windowMs: HOUR_MS });
    if (!taken.allowed) throw refuse('sign-up.proof_wanted');
  }

  /** What is to be solved for this address; null for what is none. */
  async challenge(email: string): Promise<string | null> {
    const address = readEmailAddress(email);
    return address && this.deps.proofs.challenge(address.key);
  }
}
