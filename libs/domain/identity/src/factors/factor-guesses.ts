import { dateFrom } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';
import type { FactorDeps } from './factor-deps';

/** Wrong ones in a row that cost nothing but themselves. */
const FREE = 10;
const BLOCK_MS = 15 * 60 * 1000;

/** Who guesses, for those who are told of it. */
export interface Guesser {
  readonly address?: string;
  readonly userAgent?: string;
}

/**
 * Bounds guessing per account, whatever session or address it comes from: ten wrong codes, then one in fifteen minutes.
 * Passkeys are not guessed and never pass here, so that whoever holds one cannot be kept out.
 */
export class FactorGuesses {
  constructor(private readonly deps: Pick<FactorDeps, 'directory' | 'clock' | 'watch'>) {}

  /**
   * @param what for the event: `totp`, `recovery`, `password`
   * @param isRight looked at only when a try was left
   * @throws Refusal `factor.wrong`, `factor.blocked`, `auth.invalid_credentials` when the account is disabled
   */
  async check(accountId: Uuid, what: string, isRight: () => Promise<boolean>, from: Guesser = {}): Promise<void> {
    const { directory, clock, watch } = this.deps;
    const at = clock.date();
    const [taken] = await directory.call<{ blocked_until: Date | null }>(
      'take_second_factor_try',
      accountId,
      at,
      FREE,
      dateFrom(at.getTime() + BLOCK_MS),
    );
    const told = { accountId, reason: what, address: from.address, userAgent: from.userAgent };
    if (!taken) {
      const [known] = await directory.call<{ blocked_until: Date | null }>('second_factors_of', accountId);
      if (!known) throw refuse('auth.invalid_credentials');
      throw refuse('factor.blocked', { retryAfter: Math.max(1, Math.ceil(((known.blocked_until?.getTime() ?? 0) - at.getTime()) / 1000)) });
    }
    if (await isRight()) return;
    watch?.({ kind: 'second-factor.failed', ...told });
    if (taken.blocked_until) watch?.({ kind: 'second-factor.blocked', ...told });
    throw refuse('factor.wrong');
  }

  /** A right one: wrong ones are counted anew, and a recovery that somebody asked for is void. */
  async passed(accountId: Uuid): Promise<void> {
    await this.deps.directory.call('second_factor_passed', accountId, this.deps.clock.date());
  }
}
