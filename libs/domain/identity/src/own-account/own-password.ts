import type { Uuid } from '@vedette/kernel';
import { PostBox } from '../accounts/post-box';
import type { Actor } from '../actor/actor';
import { PasswordHasher } from '../passwords/password-hasher';
import { checkNewPassword, isTooLong } from '../passwords/password-policy';
import { refuse } from '../refusals';
import type { NewSession } from '../sessions/new-session';
import { Sessions } from '../sessions/sessions';
import { storedVisit } from '../sessions/visit';
import type { Visit } from '../sessions/visit';
import { passwordLetter } from './letters';
import type { OwnAccountDeps } from './own-account-deps';
import { tellTenants } from './tell-tenants';
import type { EndedRow } from './tell-tenants';

interface PasswordRow {
  password_hash: string;
  email_key: string;
  organisations: string[];
}

export class OwnPassword {
  private readonly hasher: PasswordHasher;
  private readonly posted: PostBox;
  private readonly sessions: Sessions;

  constructor(private readonly deps: OwnAccountDeps) {
    this.hasher = deps.hasher ?? new PasswordHasher();
    this.posted = PostBox.of(deps.mail);
    this.sessions = new Sessions(deps);
  }

  /**
   * Every other session of the account ends, and this one goes on under a new token. It proves nothing anew: whoever has a
   * second factor still has to show it for what asks for a fresh proof.
   * @throws Refusal `auth.forbidden` for a key, `password.current_wrong`, `password.*`, `auth.busy`
   */
  async change(actor: Actor, input: { readonly current: string; readonly next: string }, visit: Visit): Promise<NewSession> {
    const id = actor.requirePerson();
    const { sessionId } = actor;
    if (!sessionId) throw refuse('auth.forbidden');
    const { directory, clock, breached, publicUrl, watch } = this.deps;
    const known = await this.proven(id, input.current, visit);
    await checkNewPassword(input.next, { email: known.email_key, organisation: known.organisations }, breached);
    const passwordHash = await this.hasher.hash(input.next);
    const [ended] = await directory.call<EndedRow>('change_password', id, known.password_hash, passwordHash, sessionId, clock.date());
    if (!ended) throw refuse('password.current_wrong');
    this.posted.post(passwordLetter(known.email_key, publicUrl, 'changed', clock.date()));
    watch?.({ kind: 'password.changed', accountId: id, email: known.email_key, ...storedVisit(visit) });
    await tellTenants(this.deps, id, ended, (tx) => tx.audit('password.changed', { kind: 'account', id }));
    return this.sessions.rotate(actor);
  }

  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void> {
    return this.posted.settled();
  }

  private async proven(id: Uuid, current: string, visit: Visit): Promise<PasswordRow> {
    const [known] = await this.deps.directory.call<PasswordRow>('password_of', id);
    if (!known) throw refuse('auth.unauthenticated');
    if (!isTooLong(current) && (await this.hasher.matches(known.password_hash, current))) return known;
    this.deps.watch?.({ kind: 'sign-in.failed', accountId: id, email: known.email_key, ...storedVisit(visit), reason: 'password.current_wrong' });
    throw refuse('password.current_wrong');
  }
}
