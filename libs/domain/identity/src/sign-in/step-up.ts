import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import type { FactorsOfRow } from '../factors/factor-changes';
import type { FactorDeps } from '../factors/factor-deps';
import { FactorProof } from '../factors/factor-proof';
import type { Guesser } from '../factors/factor-guesses';
import { PasswordHasher } from '../passwords/password-hasher';
import { isTooLong } from '../passwords/password-policy';
import { refuse } from '../refusals';
import type { Factor } from '../sessions/factor';
import type { NewSession } from '../sessions/new-session';
import { Sessions } from '../sessions/sessions';

export type StepUpAnswer = { readonly password: string } | { readonly totp: string } | { readonly passkey: string };

/** A fresh proof of who sits here, for what does lasting harm. */
export class StepUp {
  private readonly proof: FactorProof;
  private readonly sessions: Sessions;
  private readonly hasher: PasswordHasher;

  constructor(private readonly deps: FactorDeps) {
    this.proof = new FactorProof(deps);
    this.sessions = new Sessions(deps);
    this.hasher = deps.hasher ?? new PasswordHasher();
  }

  /** @returns JSON for `navigator.credentials.get`; @throws Refusal `auth.forbidden` for a key */
  async beginPasskey(actor: Actor): Promise<string> {
    const { accountId, sessionId } = seated(actor);
    return this.proof.passkeys.ask(`step-up:${sessionId}`, accountId);
  }

  /**
   * The session goes on under a new token, proven now. Whoever has a second factor proves that: a stolen password is what it is
   * there against.
   * @throws Refusal `auth.forbidden` for a key, `auth.unauthenticated`, `auth.busy`, `factor.needed`, `factor.wrong`, `factor.blocked`,
   * `passkey.refused`, `passkey.cloned`
   */
  async prove(actor: Actor, answer: StepUpAnswer, from?: Guesser): Promise<NewSession> {
    const { accountId, sessionId } = seated(actor);
    const [known] = await this.deps.directory.call<FactorsOfRow>('factors_of', accountId);
    if (!known) throw refuse('auth.unauthenticated');
    const proven = 'password' in answer
      ? await this.byPassword(accountId, known, answer.password, from)
      : await this.proof.prove(accountId, answer, `step-up:${sessionId}`, from);
    await this.proof.guesses.passed(accountId);
    return this.sessions.rotate(actor, [proven]);
  }

  private async byPassword(accountId: Uuid, known: FactorsOfRow, password: string, from?: Guesser): Promise<Factor> {
    if (known.totp_confirmed_at !== null || known.passkeys > 0) throw refuse('factor.needed');
    if (isTooLong(password)) throw refuse('factor.wrong');
    await this.proof.guesses.check(accountId, 'password', () => this.hasher.matches(known.password_hash, password), from);
    return 'password';
  }
}

function seated({ accountId, sessionId }: Actor): { accountId: Uuid; sessionId: Uuid } {
  if (!accountId || !sessionId) throw refuse('auth.forbidden');
  return { accountId, sessionId };
}
