import type { Database, DirectoryDoor } from '@vedette/database';
import type { Mail } from '@vedette/mail';
import { accessRevoked } from '@vedette/contracts';
import { dateFrom, newId, newTenantId } from '@vedette/kernel';
import type { Clock, Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { recordChange } from '../members/member-changes';
import { readGrant } from '../members/standing';
import { hashBrowserHalf, isBrowserHalf } from '../one-time/browser-half';
import { hashArtefact, OneTimeArtefacts } from '../one-time/one-time-artefacts';
import type { Artefact } from '../one-time/one-time-artefacts';
import { deviceTokens, hashDevice } from '../own-account/device-tokens';
import { noteDevice } from '../own-account/note-device';
import type { BreachedPasswords } from '../passwords/breached-passwords';
import { PasswordHasher } from '../passwords/password-hasher';
import { checkNewPassword, isTooLong } from '../passwords/password-policy';
import { refuse } from '../refusals';
import { draftSession, factsOf, newSession } from '../sessions/new-session';
import type { NewSession } from '../sessions/new-session';
import type { SeatRow } from '../sessions/seat';
import type { Visit } from '../sessions/visit';
import { SignIn } from '../sign-in/sign-in';
import type { SignInStep } from '../sign-in/sign-in';
import { trialMs } from '../tenants/plan';
import { newOpaqueToken } from '../sessions/opaque-token';
import { trialSubject } from '../sign-up/trial-subject';
import type { IdentityWatch } from '../watch/identity-event';
import { parseEmailAddress, readEmailAddress } from './email-address';
import type { EmailAddress } from './email-address';
import { knownAddressLetter, verificationLetter } from './mails';
import { parseOrganisationName } from './organisation-name';
import { PostBox } from './post-box';

const VERIFY_WITHIN_MS = 24 * 60 * 60 * 1000;
const MOST_LOOKS = 20;

export interface AccountsDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly mail: Mail;
  readonly clock: Clock;
  /** PUBLIC_URL of the configuration; links in mails are built from it, never from a request. */
  readonly publicUrl: string;
  /** The full list of breached passwords, where the installation has one. */
  readonly breached?: BreachedPasswords;
  readonly hasher?: PasswordHasher;
  readonly watch?: IdentityWatch;
}

interface CredentialsRow {
  account_id: Uuid;
  password_hash: string;
}

/**
 * Signing up, in and out. A known and an unknown address get the same answer from the same statements and one password
 * hash each.
 */
export class Accounts {
  private readonly hasher: PasswordHasher;
  private readonly posted: PostBox;
  private readonly signIn: SignIn;
  private readonly oneTime: OneTimeArtefacts;

  constructor(private readonly deps: AccountsDeps) {
    this.hasher = deps.hasher ?? new PasswordHasher();
    this.posted = PostBox.of(deps.mail);
    this.signIn = new SignIn(deps);
    this.oneTime = new OneTimeArtefacts(deps);
  }

  /**
   * Sends a link to the address; nothing else exists until it is followed. The password waits with this request's own
   * token, so that another's earlier or later request cannot leave theirs on the account.
   * @param admit asked once the form is well filled in, so that nobody works for a proof and is then told of a short password
   * @returns the half of the link that stays in this browser, to be kept in a cookie
   * @throws Refusal `email.malformed`, `organisation.malformed`, `password.*`, `auth.busy`: of what was typed alone; what `admit` throws
   */
  async signUp(input: { email: string; password: string; organisation: string }, admit?: (email: EmailAddress) => Promise<void>): Promise<string> {
    const { directory, clock, publicUrl, breached } = this.deps;
    const email = parseEmailAddress(input.email);
    const organisation = parseOrganisationName(input.organisation);
    await checkNewPassword(input.password, { email: email.key, organisation }, breached);
    await admit?.(email);
    const passwordHash = await this.hasher.hash(input.password);
    const [token, half] = [newOpaqueToken(), newOpaqueToken()];
    const at = clock.date();
    const [answer] = await directory.call<{ known: boolean }>(
      'begin_sign_up',
      newId(at.getTime()),
      email.key,
      hashArtefact('verify-email', token),
      { email: email.shown, organisation, passwordHash, trialSubject: trialSubject(email.key), half: hashBrowserHalf('verify-email', half).toString('hex') },
      at,
      dateFrom(at.getTime() + VERIFY_WITHIN_MS),
    );
    this.posted.post(
      answer?.known ? knownAddressLetter(email, publicUrl, at) : verificationLetter(email, publicUrl, token, at),
    );
    return half;
  }

  /**
   * Ends sign-up: account, organisation, its owner and a first session come into being together. The letter alone does not
   * do it: a stranger may have signed up with this address, and whoever presses their link would give the account their password.
   * @param by the half that stayed in the browser which signed up, or the password chosen there
   * @throws Refusal `token.invalid`: wrong, used, late, or the address has got an account meanwhile; `sign-up.other_browser`,
   * `sign-up.password_wrong`, and the link stays as good as before, twenty times
   */
  async verifyEmail(token: string, visit: Visit, by: { readonly half?: string; readonly password?: string | null }): Promise<NewSession> {
    const { directory, database, clock } = this.deps;
    await this.checkSigner(await this.oneTime.attempt('verify-email', token, MOST_LOOKS), by);
    const accountId = newId(clock.now());
    const tenantId = newTenantId();
    const draft = draftSession(clock);
    // The rows of the directory commit inside this transaction: without its audit rows nobody gets the session.
    return database.tenant({ tenantId, principal: `account:${accountId}` }, async (tx) => {
      const [opened] = await directory.call<SeatRow>(
        'complete_sign_up',
        hashArtefact('verify-email', token),
        accountId,
        tenantId,
        newId(clock.now()),
        draft.id,
        draft.hash,
        draft.at,
        factsOf(['password', 'email'], visit),
        dateFrom(clock.now() + trialMs),
      );
      if (!opened) throw refuse('token.invalid');
      await recordChange(tx, clock, accountId, 'joined', await readGrant(tx, { role: opened.role }));
      tx.audit('tenant.created', { kind: 'tenant', id: tenantId });
      tx.audit('member.joined', { kind: 'account', id: accountId }, { role: opened.role });
      tx.audit('session.opened', { kind: 'session', id: draft.id });
      return (await noteDevice(this.deps, newSession(draft, opened), visit)).session;
    });
  }

  /**
   * Always a new session with a new token, whatever the browser held before; or what still has to be shown, where the account
   * has a second factor.
   * @throws Refusal `auth.invalid_credentials` whatever was wrong, `auth.busy`
   */
  async logIn(input: { email: string; password: string }, visit: Visit): Promise<SignInStep> {
    const { directory } = this.deps;
    const email = readEmailAddress(input.email);
    // Judged by the input alone: says nothing about any account.
    if (!email || isTooLong(input.password)) throw refuse('auth.invalid_credentials');
    const [known] = await directory.call<CredentialsRow>('credentials_of', email.key);
    const same = await this.hasher.matches(known?.password_hash ?? null, input.password);
    if (!known || !same) {
      const { address, userAgent } = visit;
      this.deps.watch?.({ kind: 'sign-in.failed', accountId: known?.account_id, email: email.key, address, userAgent, reason: 'auth.invalid_credentials' });
      throw refuse('auth.invalid_credentials');
    }
    return this.signIn.proceed(known.account_id, 'password', visit, { passwordHash: await this.rehash(known, email.key, input.password) });
  }

  /** The browser, where the account of this address, if it has one, signed in from it before. One statement either way. */
  async knownDevice(address: string, visit: Visit): Promise<Uuid | undefined> {
    const tokens = deviceTokens(visit.deviceToken);
    const email = readEmailAddress(address);
    if (!email || tokens.length === 0) return undefined;
    const { directory, clock } = this.deps;
    const [known] = await directory.call<{ device_id: Uuid }>('known_device', email.key, tokens.map(hashDevice), clock.date());
    return known?.device_id;
  }

  /** Ends the session at once, on HTTP and, by the announcement, on its open sockets. A key has nothing to log out of. */
  async logOut(actor: Actor): Promise<void> {
    const { directory, database, clock } = this.deps;
    const { sessionId, tenantId } = actor;
    if (!sessionId) throw refuse('auth.forbidden');
    await database.tenant(actor, async (tx) => {
      const revoked = await directory.call('revoke_session', sessionId, tenantId, clock.date());
      if (revoked.length === 0) return;
      tx.announce(accessRevoked, { sessionId });
      tx.audit('session.closed', { kind: 'session', id: sessionId });
    });
  }

  /** Resolves when the mails posted so far are out: for an orderly shutdown, and for tests. */
  async settled(): Promise<void> {
    await Promise.all([this.posted.settled(), this.signIn.settled()]);
  }

  /** @returns the hash as it is stored from now on */
  /** @throws Refusal `sign-up.other_browser`, `sign-up.password_wrong`, `auth.busy` */
  private async checkSigner({ details }: Artefact, { half, password }: { readonly half?: string; readonly password?: string | null }): Promise<void> {
    if (isBrowserHalf('verify-email', half, details['half'])) return;
    if (!password) throw refuse('sign-up.other_browser');
    const hash = details['passwordHash'];
    const same = !isTooLong(password) && (await this.hasher.matches(typeof hash === 'string' ? hash : null, password));
    if (!same) throw refuse('sign-up.password_wrong');
  }

  private async rehash(known: CredentialsRow, emailKey: string, password: string): Promise<string> {
    if (!this.hasher.isOutdated(known.password_hash)) return known.password_hash;
    const hash = await this.hasher.hash(password);
    const replaced = await this.deps.directory.call('replace_password_hash', known.account_id, known.password_hash, hash);
    if (replaced.length > 0) return hash;
    // Another sign-in was faster, or the password is a new one meanwhile: then what was proven here opens nothing.
    const [now] = await this.deps.directory.call<CredentialsRow>('credentials_of', emailKey);
    return now && (await this.hasher.matches(now.password_hash, password)) ? now.password_hash : known.password_hash;
  }
}
