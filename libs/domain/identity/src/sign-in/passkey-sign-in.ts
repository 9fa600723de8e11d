import type { FactorDeps } from '../factors/factor-deps';
import { FactorGuesses } from '../factors/factor-guesses';
import { PasskeyProofs } from '../factors/passkey-proofs';
import type { NewSession } from '../sessions/new-session';
import type { Visit } from '../sessions/visit';
import { SignIn } from './sign-in';

/** Without an address and a password: the authenticator knows the account, and asked for a finger or a PIN. */
export class PasskeySignIn {
  private readonly proofs: PasskeyProofs;
  private readonly guesses: FactorGuesses;
  private readonly signIn: SignIn;

  constructor(deps: FactorDeps) {
    this.proofs = new PasskeyProofs(deps);
    this.guesses = new FactorGuesses(deps);
    this.signIn = new SignIn(deps);
  }

  /** @returns JSON for `navigator.credentials.get`, the same for everybody but for the challenge */
  begin(): Promise<string> {
    return this.proofs.ask('sign-in');
  }

  /** @throws Refusal `passkey.refused`, `passkey.cloned`, `auth.invalid_credentials` when the account may work nowhere */
  async signInWith(response: string, visit: Visit): Promise<NewSession> {
    const accountId = await this.proofs.prove(response, 'sign-in', undefined, visit);
    await this.guesses.passed(accountId);
    return this.signIn.enter(accountId, ['passkey'], visit);
  }

  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void> {
    return this.signIn.settled();
  }
}
