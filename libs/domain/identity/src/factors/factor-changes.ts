import { accessRevoked } from '@vedette/contracts';
import type { AuditAction } from '@vedette/contracts';
import type { TenantTx } from '@vedette/database';
import type { TenantId, Uuid } from '@vedette/kernel';
import type { Letter } from '@vedette/mail';
import { PostBox } from '../accounts/post-box';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import { isMultiFactor } from '../sessions/factor';
import type { NewSession } from '../sessions/new-session';
import { Sessions } from '../sessions/sessions';
import type { FactorDeps } from './factor-deps';
import { factorChangedLetter } from './factor-letters';
import type { NamedFactor } from './factor-letters';

export interface FactorsOfRow {
  email: string;
  email_key: string;
  password_hash: string;
  totp_confirmed_at: Date | null;
  passkeys: number;
  recovery_codes: number;
  blocked_until: Date | null;
}

/** A session of the account: nobody else, no key and no operator as a guest, touches its factors. */
export interface Holder {
  readonly accountId: Uuid;
  readonly known: FactorsOfRow;
  readonly hasFactor: boolean;
}

/** What adding and removing have in common: who may, who is told, and what becomes of sessions. */
export class FactorChanges {
  private readonly posted: PostBox;
  private readonly sessions: Sessions;

  constructor(private readonly deps: FactorDeps) {
    this.posted = PostBox.of(deps.mail);
    this.sessions = new Sessions(deps);
  }

  /** @throws Refusal `auth.forbidden`, `auth.unauthenticated` */
  async holder(actor: Actor): Promise<Holder> {
    const accountId = actor.requirePerson();
    if (!actor.sessionId) throw refuse('auth.forbidden');
    const [known] = await this.deps.directory.call<FactorsOfRow>('factors_of', accountId);
    if (!known) throw refuse('auth.unauthenticated');
    return { accountId, known, hasFactor: known.totp_confirmed_at !== null || known.passkeys > 0 };
  }

  /**
   * Whoever has a factor changes factors by a fresh proof with one: a password's session, left over or stolen, does not.
   * @throws Refusal `auth.forbidden`, `auth.step_up`
   */
  async requireProof(actor: Actor): Promise<Holder> {
    const holder = await this.holder(actor);
    if (holder.hasFactor && !isMultiFactor(actor.factors)) throw refuse('auth.step_up');
    // Where a factor is demanded before anything else, the way to the first one cannot ask for more than there is.
    if (holder.hasFactor || !actor.factorRequired) actor.requireRecent(this.deps.clock.now());
    return holder;
  }

  /** One directory call and its audit row, or neither. */
  recorded<T>(actor: Actor, { accountId }: Holder, action: AuditAction, facts: Record<string, string>, work: () => Promise<T>): Promise<T> {
    return this.deps.database.tenant(actor, async (tx: TenantTx) => {
      const done = await work();
      tx.audit(action, { kind: 'account', id: accountId }, facts);
      return done;
    });
  }

  /**
   * Letter and event; after the first factor this session goes on under a new token with it, and all others end: they were
   * opened by what is not enough any more.
   */
  async added(actor: Actor, holder: Holder, what: NamedFactor, first: boolean): Promise<NewSession | undefined> {
    this.tell(holder, what, 'added');
    if (!first) return undefined;
    const session = await this.sessions.rotate(actor, [what]);
    const { directory, clock } = this.deps;
    const ended = await directory.call<{ session_id: Uuid; tenant_id: TenantId }>(
      'end_sessions_beside',
      holder.accountId,
      session.actor.sessionId ?? null,
      clock.date(),
    );
    await this.announceEnded(holder.accountId, ended);
    return session;
  }

  removed(holder: Holder, what: NamedFactor): void {
    this.tell(holder, what, 'removed');
  }

  /** In each tenant in which the sessions worked; their sockets end with it. */
  async announceEnded(accountId: Uuid, ended: readonly { session_id: Uuid; tenant_id: TenantId }[]): Promise<void> {
    for (const tenantId of new Set(ended.map((each) => each.tenant_id))) {
      await this.deps.database.tenant({ tenantId, principal: `account:${accountId}` }, async (tx) => {
        for (const { session_id, tenant_id } of ended) {
          if (tenant_id !== tenantId) continue;
          tx.announce(accessRevoked, { sessionId: session_id });
          tx.audit('session.closed', { kind: 'session', id: session_id });
        }
      });
    }
  }

  post(letter: Letter): void {
    this.posted.post(letter);
  }

  /** Resolves when the mails posted so far are out. */
  settled(): Promise<void> {
    return this.posted.settled();
  }

  private tell({ accountId, known }: Holder, what: NamedFactor, happened: 'added' | 'removed'): void {
    const { clock, publicUrl, watch } = this.deps;
    this.posted.post(factorChangedLetter(known.email_key, what, happened, publicUrl, clock.date()));
    watch?.({ kind: `second-factor.${happened}`, accountId, email: known.email, reason: what });
  }
}
