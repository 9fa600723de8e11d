import { dateFrom, newId } from '@vedette/kernel';
import { parseEmailAddress, readEmailAddress } from '../accounts/email-address';
import { PostBox } from '../accounts/post-box';
import type { Actor } from '../actor/actor';
import { hashArtefact } from '../one-time/one-time-artefacts';
import { refuse } from '../refusals';
import type { NewSession } from '../sessions/new-session';
import { isOpaqueToken, newOpaqueToken } from '../sessions/opaque-token';
import { Sessions } from '../sessions/sessions';
import { storedVisit } from '../sessions/visit';
import type { Visit } from '../sessions/visit';
import { addressChangedLetter, addressInUseLetter, newAddressLetter, oldAddressLetter } from './letters';
import type { OwnAccountDeps } from './own-account-deps';
import { tellTenants } from './tell-tenants';
import type { EndedRow } from './tell-tenants';

const CONFIRM_WITHIN_MS = 24 * 60 * 60 * 1000;

/** A change of address that waits for its links. */
export interface EmailChange {
  readonly email: string;
  readonly oldConfirmed: boolean;
  readonly newConfirmed: boolean;
  readonly expiresAt: Date;
}

type ConfirmedRow = EndedRow & { done: boolean; taken: boolean; old_key: string; new_email: string; new_key: string };

/** One's own address: changed when both the one there is and the one to be have agreed, in any order. */
export class OwnEmail {
  private readonly posted: PostBox;
  private readonly sessions: Sessions;

  constructor(private readonly deps: OwnAccountDeps) {
    this.posted = PostBox.of(deps.mail);
    this.sessions = new Sessions(deps);
  }

  /** @returns null when there is none */
  async pending(actor: Actor): Promise<EmailChange | null> {
    const { directory, clock } = this.deps;
    const [row] = await directory.call<{ email: string; old_confirmed: boolean; new_confirmed: boolean; expires_at: Date }>(
      'email_change_of', actor.requirePerson(), clock.date(),
    );
    return row ? { email: row.email, oldConfirmed: row.old_confirmed, newConfirmed: row.new_confirmed, expiresAt: row.expires_at } : null;
  }

  /**
   * A letter to each address; an earlier change and its links are dead. Answers alike whether somebody has the new address
   * or not: its holder alone is told.
   * @throws Refusal `auth.forbidden` for a key, `email.malformed`, `email.same`
   */
  async ask(actor: Actor, email: string): Promise<EmailChange> {
    const id = actor.requirePerson();
    const address = parseEmailAddress(email);
    if (readEmailAddress(actor.accountEmail ?? '')?.key === address.key) throw refuse('email.same');
    const { directory, clock, publicUrl } = this.deps;
    const [oldToken, newToken] = [newOpaqueToken(), newOpaqueToken()];
    const at = clock.date();
    const expiresAt = dateFrom(at.getTime() + CONFIRM_WITHIN_MS);
    const [begun] = await directory.call<{ old_key: string; taken: boolean }>(
      'begin_email_change', newId(clock.now()), id, address.shown, address.key,
      newId(clock.now()), hashArtefact('change-email-old', oldToken), newId(clock.now()), hashArtefact('change-email-new', newToken), at, expiresAt,
    );
    if (!begun) throw refuse('auth.unauthenticated');
    this.posted.post(oldAddressLetter(begun.old_key, publicUrl, oldToken, address.key, at));
    this.posted.post(begun.taken ? addressInUseLetter(address.key, at) : newAddressLetter(address.key, publicUrl, newToken, at));
    return { email: address.shown, oldConfirmed: false, newConfirmed: false, expiresAt };
  }

  /**
   * One of the two links. With the second the address changes, every other session of the account ends, and this one goes
   * on under a new token.
   * @returns the new session once it is done, else null
   * @throws Refusal `auth.forbidden` for a key; `token.invalid`, also for a link that was made for another account, which
   * stays as good as before; `email.unavailable` when somebody has the address by now
   */
  async confirm(actor: Actor, token: string, visit: Visit): Promise<NewSession | null> {
    const id = actor.requirePerson();
    const { sessionId } = actor;
    if (!sessionId) throw refuse('auth.forbidden');
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock, publicUrl, watch } = this.deps;
    const at = clock.date();
    const [row] = await directory.call<ConfirmedRow>(
      'confirm_email_change', id, hashArtefact('change-email-old', token), hashArtefact('change-email-new', token), sessionId, at,
    );
    if (!row) throw refuse('token.invalid');
    if (row.taken) throw refuse('email.unavailable');
    if (!row.done) return null;
    for (const to of [row.old_key, row.new_key]) this.posted.post(addressChangedLetter(to, publicUrl, row.new_key, at));
    watch?.({ kind: 'email.changed', accountId: id, email: row.new_key, ...storedVisit(visit) });
    await tellTenants(this.deps, id, row, (tx) => tx.audit('email.changed', { kind: 'account', id }));
    return this.sessions.rotate(actor);
  }

  /** Its links are dead. @throws Refusal `auth.forbidden` for a key, `email.no_change` */
  async cancel(actor: Actor): Promise<void> {
    const { directory, clock } = this.deps;
    const dropped = await directory.call('drop_email_change', actor.requirePerson(), clock.date());
    if (dropped.length === 0) throw refuse('email.no_change');
  }

  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void> {
    return this.posted.settled();
  }
}
