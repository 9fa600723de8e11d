import type { Uuid } from '@vedette/kernel';
import type { SecondFactor } from '../sessions/factor';
import type { FactorDeps } from './factor-deps';
import { FactorGuesses } from './factor-guesses';
import type { Guesser } from './factor-guesses';
import { FactorSecrets } from './factor-secrets';
import { PasskeyProofs } from './passkey-proofs';
import type { ChallengeSubject } from './passkey-proofs';
import { readRecoveryCode } from './recovery-code';
import { stepOfCode } from './totp-code';

/** What somebody shows: one of them. `passkey` is the browser's response as JSON. */
export type FactorAnswer = { readonly totp: string } | { readonly recoveryCode: string } | { readonly passkey: string };

interface TotpRow {
  secret: Buffer;
  pepper_id: string;
  confirmed_at: Date | null;
}

/** Whether an answer is one of the account's own factors. Each that is right is used up by being right. */
export class FactorProof {
  readonly passkeys: PasskeyProofs;
  readonly guesses: FactorGuesses;
  private readonly secrets: FactorSecrets;

  constructor(private readonly deps: FactorDeps) {
    this.passkeys = new PasskeyProofs(deps);
    this.guesses = new FactorGuesses(deps);
    this.secrets = new FactorSecrets(deps.peppers);
  }

  /**
   * @param challenge what a passkey must have been asked for
   * @throws Refusal `factor.wrong`, `factor.blocked`, `passkey.refused`, `passkey.cloned`
   */
  async prove(accountId: Uuid, answer: FactorAnswer, challenge: ChallengeSubject, from?: Guesser): Promise<SecondFactor> {
    if ('passkey' in answer) {
      await this.passkeys.prove(answer.passkey, challenge, accountId, from);
      return 'passkey';
    }
    if ('totp' in answer) {
      await this.guesses.check(accountId, 'totp', () => this.isCode(accountId, answer.totp), from);
      return 'totp';
    }
    await this.guesses.check(accountId, 'recovery', () => this.isRecoveryCode(accountId, answer.recoveryCode), from);
    return 'recovery';
  }

  private async isCode(accountId: Uuid, code: string): Promise<boolean> {
    const { directory, clock } = this.deps;
    const [known] = await directory.call<TotpRow>('totp_of', accountId);
    if (!known?.confirmed_at) return false;
    const sealed = { bytes: known.secret, pepperId: known.pepper_id };
    const secret = this.secrets.open(accountId, sealed);
    if (secret === null) return false;
    const step = stepOfCode(secret, code, clock.now());
    if (step === null) return false;
    // Under the newest pepper from now on, so that the old one can be retired.
    const now = this.secrets.isCurrent(sealed) ? sealed : this.secrets.seal(accountId, secret);
    const used = await directory.call('use_totp', accountId, step, known.secret, now.bytes, now.pepperId);
    return used.length > 0;
  }

  private async isRecoveryCode(accountId: Uuid, text: string): Promise<boolean> {
    const code = readRecoveryCode(text);
    if (!code) return false;
    const used = await this.deps.directory.call('use_recovery_code', accountId, this.secrets.hashesOfCode(accountId, code), this.deps.clock.date());
    return used.length > 0;
  }
}
