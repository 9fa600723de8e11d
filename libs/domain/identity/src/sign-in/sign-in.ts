import type { Database, DirectoryDoor } from '@vedette/database';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import { OneTimeArtefacts } from '../one-time/one-time-artefacts';
import { refuse } from '../refusals';
import type { Factor, SecondFactor } from '../sessions/factor';
import { draftSession, factsOf, openSession } from '../sessions/new-session';
import type { NewSession } from '../sessions/new-session';
import type { Visit } from '../sessions/visit';

export interface SignInDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly clock: Clock;
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

const SECOND_FACTOR_WITHIN_MS = 10 * 60 * 1000;

/** From a proven first factor to a session: the one way, whatever the first factor was. */
export class SignIn {
  private readonly oneTime: OneTimeArtefacts;

  constructor(private readonly deps: SignInDeps) {
    this.oneTime = new OneTimeArtefacts(deps);
  }

  /**
   * A session, where the account has no second factor; else what is asked for next. Nobody who lacks it gets a session.
   * @throws Refusal `auth.invalid_credentials` when the account may work nowhere
   */
  async proceed(accountId: Uuid, first: Factor, visit: Visit): Promise<SignInStep> {
    const [known] = await this.deps.directory.call<FactorsRow>('second_factors_of', accountId);
    if (!known) throw refuse('auth.invalid_credentials');
    const methods = methodsOf(known);
    if (methods.length === 0) return { session: await this.enter(accountId, [first], visit) };
    const token = await this.oneTime.put('second-factor', { subject: accountId, details: { first }, lastsMs: SECOND_FACTOR_WITHIN_MS });
    return { secondFactor: { token, methods, blockedUntil: known.blocked_until?.getTime() ?? null } };
  }

  /**
   * The session of somebody who has proven all that was asked, in the tenant where they worked last or another of theirs.
   * @throws Refusal `auth.invalid_credentials` when the account may work nowhere
   */
  async enter(accountId: Uuid, proven: readonly Factor[], visit: Visit): Promise<NewSession> {
    const { directory } = this.deps;
    const [known] = await directory.call<FactorsRow>('second_factors_of', accountId);
    const last = known?.tenant_id ? await this.enterTenant(accountId, known.tenant_id, proven, visit) : undefined;
    if (last) return last;
    // Whoever was removed from the tenant where they worked last still has the others.
    const [first] = await directory.call<{ tenant_id: TenantId }>('tenants_of', accountId);
    const another = first && (await this.enterTenant(accountId, first.tenant_id, proven, visit));
    if (!another) throw refuse('auth.invalid_credentials');
    return another;
  }

  /** @returns undefined when the account may not work in this tenant */
  private enterTenant(accountId: Uuid, tenantId: TenantId, proven: readonly Factor[], visit: Visit): Promise<NewSession | undefined> {
    const { directory, database, clock } = this.deps;
    const draft = draftSession(clock);
    return database.tenant({ tenantId, principal: `account:${accountId}` }, async (tx) => {
      const session = await openSession(directory, draft, accountId, tenantId, factsOf(proven, visit));
      if (session) tx.audit('session.opened', { kind: 'session', id: draft.id }, { factors: proven.join(' ') });
      return session;
    });
  }
}

/** A recovery code stands in for a lost factor; without one there is nothing to recover. */
export function methodsOf({ totp, passkeys, recovery_codes }: Pick<FactorsRow, 'totp' | 'passkeys' | 'recovery_codes'>): SecondFactor[] {
  const real: SecondFactor[] = [...(passkeys > 0 ? ['passkey' as const] : []), ...(totp ? ['totp' as const] : [])];
  return real.length > 0 && recovery_codes > 0 ? [...real, 'recovery'] : real;
}
