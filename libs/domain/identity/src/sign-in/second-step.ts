import { isUuid } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { FactorDeps } from '../factors/factor-deps';
import { FactorProof } from '../factors/factor-proof';
import type { FactorAnswer } from '../factors/factor-proof';
import { hashArtefact, OneTimeArtefacts } from '../one-time/one-time-artefacts';
import type { Artefact } from '../one-time/one-time-artefacts';
import { refuse } from '../refusals';
import { isFactor } from '../sessions/factor';
import type { Factor } from '../sessions/factor';
import type { NewSession } from '../sessions/new-session';
import { isOpaqueToken } from '../sessions/opaque-token';
import type { Visit } from '../sessions/visit';
import { SignIn } from './sign-in';

/** Answers that one proof of the first factor is good for. */
const MOST_ANSWERS = 5;

interface FirstStep {
  readonly accountId: Uuid;
  readonly first: Factor;
}

/** From a first factor to the session, by a second one. Before it is passed there is nothing: no session, no cookie. */
export class SecondStep {
  private readonly oneTime: OneTimeArtefacts;
  private readonly proof: FactorProof;
  private readonly signIn: SignIn;

  constructor(private readonly deps: FactorDeps) {
    this.oneTime = new OneTimeArtefacts(deps);
    this.proof = new FactorProof(deps);
    this.signIn = new SignIn(deps);
  }

  /** Whose first factor the token stands for; counts as no answer. @throws Refusal `token.invalid` */
  async look(token: string): Promise<FirstStep> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock } = this.deps;
    const [row] = await directory.call<Pick<Artefact, 'subject' | 'details'>>(
      'look_at_artefact',
      'second-factor',
      hashArtefact('second-factor', token),
      clock.date(),
      MOST_ANSWERS,
    );
    if (!row) throw refuse('token.invalid');
    return readStep(row);
  }

  /** @returns JSON for `navigator.credentials.get`; @throws Refusal `token.invalid` */
  async beginPasskey(token: string): Promise<string> {
    const { accountId } = await this.look(token);
    return this.proof.passkeys.ask(`second:${accountId}`, accountId);
  }

  /**
   * Of any number of right answers at once, one gets the session.
   * @throws Refusal `token.invalid` (also after five answers), `factor.wrong`, `factor.blocked`, `passkey.refused`,
   * `passkey.cloned`, `auth.invalid_credentials` when the account may work nowhere
   */
  async pass(token: string, answer: FactorAnswer, visit: Visit): Promise<NewSession> {
    const { accountId, first } = readStep(await this.oneTime.attempt('second-factor', token, MOST_ANSWERS));
    const second = await this.proof.prove(accountId, answer, `second:${accountId}`, visit);
    await this.oneTime.consume('second-factor', token);
    await this.proof.guesses.passed(accountId);
    return this.signIn.enter(accountId, [first, second], visit);
  }

  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void> {
    return this.signIn.settled();
  }
}

function readStep({ subject, details }: Pick<Artefact, 'subject' | 'details'>): FirstStep {
  const first = details['first'];
  if (!isUuid(subject) || typeof first !== 'string' || !isFactor(first)) throw refuse('token.invalid');
  return { accountId: subject, first };
}
