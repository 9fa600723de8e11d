import type { Uuid } from '@vedette/kernel';
import { PostBox } from '../accounts/post-box';
import { hashBrowserHalf } from '../one-time/browser-half';
import { hashArtefact } from '../one-time/one-time-artefacts';
import { refuse } from '../refusals';
import { isOpaqueToken, newOpaqueToken } from '../sessions/opaque-token';
import type { Visit } from '../sessions/visit';
import { SignIn } from '../sign-in/sign-in';
import type { SignInStep } from '../sign-in/sign-in';
import { signInLetter } from './letters';
import { sendLink } from './mail-links';
import type { OwnAccountDeps } from './own-account-deps';

export const signInLinkMs = 10 * 60 * 1000;

/** Signing in by a letter: its link, and the half that stays in the browser which asked for it. Neither alone opens anything. */
export class SignInLinks {
  private readonly posted: PostBox;
  private readonly signIn: SignIn;

  constructor(private readonly deps: OwnAccountDeps) {
    this.posted = PostBox.of(deps.mail);
    this.signIn = new SignIn(deps);
  }

  /**
   * Answers alike whether the address is known or not.
   * @returns the browser's half, to be kept in a cookie
   */
  async ask(email: string): Promise<string> {
    const { publicUrl, clock } = this.deps;
    const half = newOpaqueToken();
    const letter = (to: string, token: string) => signInLetter(to, publicUrl, token, clock.date());
    await sendLink(this.deps, this.posted, { purpose: 'sign-in', email, details: { half: hashBrowserHalf('sign-in', half).toString('hex') }, lastsMs: signInLinkMs, letter });
    return half;
  }

  /**
   * Of any number at once, one gets in. A second factor is asked for as after a password.
   * @param half of the browser's cookie
   * @throws Refusal `token.invalid`; `link.other_browser`, and the link stays as good as before; `auth.invalid_credentials`
   * when the account may work nowhere
   */
  async use(token: string, half: string | undefined, visit: Visit): Promise<SignInStep> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock } = this.deps;
    const [used] = await directory.call<{ account_id: Uuid; elsewhere: boolean }>('use_sign_in_link', hashArtefact('sign-in', token), hashBrowserHalf('sign-in', half ?? ''), clock.date());
    if (!used) throw refuse('token.invalid');
    if (used.elsewhere) throw refuse('link.other_browser');
    return this.signIn.proceed(used.account_id, 'email', visit);
  }

  /** Resolves when the letters posted so far are out. */
  async settled(): Promise<void> {
    await Promise.all([this.posted.settled(), this.signIn.settled()]);
  }
}
