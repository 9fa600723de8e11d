import type { Uuid } from '@vedette/kernel';
import { PostBox } from '../accounts/post-box';
import { hashArtefact } from '../one-time/one-time-artefacts';
import { PasswordHasher } from '../passwords/password-hasher';
import { checkNewPassword } from '../passwords/password-policy';
import { refuse } from '../refusals';
import { isOpaqueToken } from '../sessions/opaque-token';
import { storedVisit } from '../sessions/visit';
import type { Visit } from '../sessions/visit';
import { SignIn } from '../sign-in/sign-in';
import type { SignInStep } from '../sign-in/sign-in';
import { passwordLetter, resetLetter } from './letters';
import { sendLink } from './mail-links';
import type { OwnAccountDeps } from './own-account-deps';
import { tellTenants } from './tell-tenants';
import type { EndedRow } from './tell-tenants';

const RESET_WITHIN_MS = 60 * 60 * 1000;

interface OwnerRow {
  account_id: Uuid;
  email_key: string;
  organisations: string[];
}

/** A new password for whoever reads the account's mail; the second factor is asked for all the same. */
export class PasswordReset {
  private readonly hasher: PasswordHasher;
  private readonly posted: PostBox;
  private readonly signIn: SignIn;

  constructor(private readonly deps: OwnAccountDeps) {
    this.hasher = deps.hasher ?? new PasswordHasher();
    this.posted = PostBox.of(deps.mail);
    this.signIn = new SignIn(deps);
  }

  /** Answers alike whether the address is known or not. */
  async ask(email: string): Promise<void> {
    const { publicUrl, clock } = this.deps;
    const letter = (to: string, token: string) => resetLetter(to, publicUrl, token, clock.date());
    await sendLink(this.deps, this.posted, { purpose: 'reset-password', email, lastsMs: RESET_WITHIN_MS, letter });
  }

  /**
   * All sessions of the account end, in every tenant, and with them every link and every sign-in that is under way. A
   * password that is refused leaves the link as good as before.
   * @throws Refusal `token.invalid`, `password.*`, `auth.busy`; `auth.invalid_credentials` when the account may work
   * nowhere, with the new password set
   */
  async use(token: string, password: string, visit: Visit): Promise<SignInStep> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock, breached, publicUrl, watch } = this.deps;
    const hash = hashArtefact('reset-password', token);
    const [owner] = await directory.call<OwnerRow>('reset_of', hash, clock.date());
    if (!owner) throw refuse('token.invalid');
    await checkNewPassword(password, { email: owner.email_key, organisation: owner.organisations }, breached);
    const passwordHash = await this.hasher.hash(password);
    const [done] = await directory.call<EndedRow & { account_id: Uuid; email_key: string }>('reset_password', hash, passwordHash, clock.date());
    if (!done) throw refuse('token.invalid');
    const { account_id: id, email_key: email } = done;
    this.posted.post(passwordLetter(email, publicUrl, 'reset', clock.date()));
    watch?.({ kind: 'password.reset', accountId: id, email, ...storedVisit(visit), reason: 'by a letter' });
    await tellTenants(this.deps, id, done, (tx) => tx.audit('password.reset', { kind: 'account', id }));
    return this.signIn.proceed(id, 'email', visit, { passwordHash });
  }

  /**
   * "This was not me", by the link of the letter that told of a new browser: its sessions end, it is forgotten, and a
   * letter with a link to a new password goes out.
   * @throws Refusal `token.invalid`
   */
  async disown(token: string): Promise<void> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock } = this.deps;
    const [row] = await directory.call<EndedRow & { account_id: Uuid; email_key: string }>('disown_device', hashArtefact('not-me', token), clock.date());
    if (!row) throw refuse('token.invalid');
    await tellTenants(this.deps, row.account_id, row, (tx) => tx.audit('device.disowned', { kind: 'account', id: row.account_id }));
    await this.ask(row.email_key);
  }

  /** Resolves when the letters posted so far are out. */
  async settled(): Promise<void> {
    await Promise.all([this.posted.settled(), this.signIn.settled()]);
  }
}
