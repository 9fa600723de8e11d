import type { Database, DirectoryDoor } from '@vedette/database';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import type { Mail } from '@vedette/mail';
import { readEmailAddress } from '../accounts/email-address';
import { PostBox } from '../accounts/post-box';
import { OneTimeArtefacts } from '../one-time/one-time-artefacts';
import { newDeviceLetter } from '../own-account/letters';
import { noteDevice } from '../own-account/note-device';
import { refuse } from '../refusals';
import type { Factor, SecondFactor } from '../sessions/factor';
import { draftSession, factsOf, openSession } from '../sessions/new-session';
import type { NewSession, SessionFacts } from '../sessions/new-session';
import { storedVisit } from '../sessions/visit';
import type { Visit } from '../sessions/visit';
import type { IdentityWatch } from '../watch/identity-event';

export interface SignInDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly mail: Mail;
  readonly clock: Clock;
  /** PUBLIC_URL of the configuration; links in mails are built from it, never from a request. */
  readonly publicUrl: string;
  readonly watch?: IdentityWatch;
}

/** What is asked for before there is a session. The token stands for the first factor, proven a moment ago. */
export interface SecondFactorAsked {
  readonly token: string;
  readonly methods: readonly SecondFactor[];
  /** Milliseconds since the epoch: until then no code is looked at; passkeys are. */
  readonly blockedUntil: number | null;
}

export type SignInStep = { readonly session: NewSession } | { readonly secondFactor: SecondFactorAsked };

/** What the directory says of an account that has proven its first factor. */
export interface FactorsRow {
  email: string;
  tenant_id: TenantId | null;
  totp: boolean;
  passkeys: number;
  recovery_codes: number;
  blocked_until: Date | null;
}

/** What a proof rests on: when that changes before there is a session, there will be none. */
export type Proof = Pick<SessionFacts, 'passwordHash'>;

const SECOND_FACTOR_WITHIN_MS = 10 * 60 * 1000;
const NOT_ME_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

/** From a proven first factor to a session: the one way, whatever the first factor was. */
export class SignIn {
  private readonly oneTime: OneTimeArtefacts;
  private readonly posted: PostBox;

  constructor(private readonly deps: SignInDeps) {
    this.oneTime = new OneTimeArtefacts(deps);
    this.posted = PostBox.of(deps.mail);
  }

  /**
   * A session, where the account has no second factor; else what is asked for next. Nobody who lacks it gets a session.
   * @throws Refusal `auth.invalid_credentials` when the account may work nowhere
   */
  async proceed(accountId: Uuid, first: Factor, visit: Visit, proof: Proof = {}): Promise<SignInStep> {
    const [known] = await this.deps.directory.call<FactorsRow>('second_factors_of', accountId);
    if (!known) throw refuse('auth.invalid_credentials');
    const methods = methodsOf(known);
    if (methods.length === 0) return { session: await this.enter(accountId, [first], visit, proof) };
    const token = await this.oneTime.put('second-factor', { subject: accountId, details: { first }, lastsMs: SECOND_FACTOR_WITHIN_MS });
    return { secondFactor: { token, methods, blockedUntil: known.blocked_until?.getTime() ?? null } };
  }

  /**
   * The session of somebody who has proven all that was asked, in the tenant where they worked last or another of theirs.
   * Their letters tell them when the browser is a new one.
   * @throws Refusal `auth.invalid_credentials` when the account may work nowhere
   */
  async enter(accountId: Uuid, proven: readonly Factor[], visit: Visit, proof: Proof = {}): Promise<NewSession> {
    const { directory } = this.deps;
    const [known] = await directory.call<FactorsRow>('second_factors_of', accountId);
    const facts = factsOf(proven, visit, proof);
    const last = known?.tenant_id ? await this.enterTenant(accountId, known.tenant_id, facts) : undefined;
    if (last) return this.welcome(last, proven, visit);
    // Whoever was removed from the tenant where they worked last still has the others.
    const [first] = await directory.call<{ tenant_id: TenantId }>('tenants_of', accountId);
    const another = first && (await this.enterTenant(accountId, first.tenant_id, facts));
    if (!another) throw refuse('auth.invalid_credentials');
    return this.welcome(another, proven, visit);
  }

  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void> {
    return this.posted.settled();
  }

  /** @returns undefined when the account may not work in this tenant */
  private enterTenant(accountId: Uuid, tenantId: TenantId, facts: SessionFacts): Promise<NewSession | undefined> {
    const { directory, database, clock } = this.deps;
    const draft = draftSession(clock);
    return database.tenant({ tenantId, principal: `account:${accountId}` }, async (tx) => {
      const session = await openSession(directory, draft, accountId, tenantId, facts);
      if (session) tx.audit('session.opened', { kind: 'session', id: draft.id }, { factors: facts.factors?.join(' ') ?? '' });
      return session;
    });
  }

  private async welcome(opened: NewSession, proven: readonly Factor[], visit: Visit): Promise<NewSession> {
    const { clock, publicUrl, watch } = this.deps;
    const { session, deviceId, isNew } = await noteDevice(this.deps, opened, visit);
    const { accountId, accountEmail } = session.actor;
    const about = { accountId, email: accountEmail, ...storedVisit(visit), reason: proven.join(' ') };
    watch?.({ kind: 'sign-in.succeeded', ...about });
    const to = readEmailAddress(accountEmail ?? '')?.key;
    if (!isNew || !accountId || !to) return session;
    watch?.({ kind: 'sign-in.new-device', ...about });
    const token = await this.oneTime.put('not-me', { subject: accountId, details: { deviceId }, lastsMs: NOT_ME_WITHIN_MS });
    this.posted.post(newDeviceLetter(to, publicUrl, token, { ...visit, ...storedVisit(visit) }, clock.date()));
    return session;
  }
}

/** A recovery code stands in for a lost factor; without one there is nothing to recover. */
export function methodsOf({ totp, passkeys, recovery_codes }: Pick<FactorsRow, 'totp' | 'passkeys' | 'recovery_codes'>): SecondFactor[] {
  const real: SecondFactor[] = [...(passkeys > 0 ? ['passkey' as const] : []), ...(totp ? ['totp' as const] : [])];
  return real.length > 0 && recovery_codes > 0 ? [...real, 'recovery'] : real;
}
