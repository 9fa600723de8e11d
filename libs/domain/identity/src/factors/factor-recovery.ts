import { dateFrom, newId } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';
import { hashArtefact } from '../one-time/one-time-artefacts';
import { refuse } from '../refusals';
import { isOpaqueToken, newOpaqueToken } from '../sessions/opaque-token';
import type { Visit } from '../sessions/visit';
import { SecondStep } from '../sign-in/second-step';
import { FactorChanges } from './factor-changes';
import type { FactorDeps } from './factor-deps';
import { factorsRemovedLetter, recoveryLetter, recoveryNoticeLetter } from './factor-letters';

const HOUR_MS = 60 * 60 * 1000;
/** The holder's time to notice. */
const DELAY_MS = 24 * HOUR_MS;
const USABLE_MS = 7 * 24 * HOUR_MS;
const MOST_OPEN = 3;

interface DoneRow {
  outcome: string;
  usable_from: Date;
  account_id: Uuid;
  email: string;
  email_key: string;
  session_ids: Uuid[];
  session_tenants: TenantId[];
}

/**
 * For whoever has lost every factor: password, mailbox and a day of everybody knowing. The holder and the owners of their
 * tenants are told at once, and signing in with any factor ends it.
 */
export class FactorRecovery {
  private readonly changes: FactorChanges;
  private readonly steps: SecondStep;

  constructor(private readonly deps: FactorDeps) {
    this.changes = new FactorChanges(deps);
    this.steps = new SecondStep(deps);
  }

  /**
   * @param token of the second step: the password was right a moment ago
   * @returns from when on the mailed link works
   * @throws Refusal `token.invalid`, `recovery.too_often`
   */
  async ask(token: string, visit: Visit): Promise<Date> {
    const { directory, clock, publicUrl, watch } = this.deps;
    const { accountId } = await this.steps.look(token);
    const tokens = { complete: newOpaqueToken(), cancel: newOpaqueToken() };
    const at = clock.now();
    const from = dateFrom(at + DELAY_MS);
    const until = dateFrom(at + DELAY_MS + USABLE_MS);
    const [asked] = await directory.call<{ email: string; email_key: string; owners: string[] }>(
      'ask_factor_recovery',
      accountId,
      newId(at),
      hashArtefact('recover-factor', tokens.complete),
      newId(at),
      hashArtefact('cancel-recovery', tokens.cancel),
      clock.date(),
      from,
      until,
      MOST_OPEN,
    );
    if (!asked) throw refuse('recovery.too_often');
    this.changes.post(recoveryLetter(asked.email_key, tokens, publicUrl, { from, until }));
    for (const owner of asked.owners) this.changes.post(recoveryNoticeLetter(owner, asked.email, from));
    watch?.({ kind: 'recovery.asked', accountId, email: asked.email, address: visit.address, userAgent: visit.userAgent });
    return from;
  }

  /** Everything that was asked for in this account's name is void. @throws Refusal `token.invalid` */
  async cancel(token: string): Promise<void> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock } = this.deps;
    const [cancelled] = await directory.call('cancel_factor_recovery', hashArtefact('cancel-recovery', token), clock.date());
    if (!cancelled) throw refuse('token.invalid');
  }

  /**
   * Removes every factor and ends every session; nobody is signed in by it.
   * @throws Refusal `token.invalid`, `recovery.too_early`
   */
  async complete(token: string, visit: Visit): Promise<void> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock, publicUrl, watch } = this.deps;
    const [done] = await directory.call<DoneRow>('complete_factor_recovery', hashArtefact('recover-factor', token), clock.date());
    if (!done) throw refuse('token.invalid');
    if (done.outcome === 'early') throw refuse('recovery.too_early', { reason: done.usable_from.toISOString() });
    this.changes.post(factorsRemovedLetter(done.email_key, publicUrl, clock.date()));
    watch?.({ kind: 'recovery.done', accountId: done.account_id, email: done.email, address: visit.address, userAgent: visit.userAgent });
    const ended = done.session_ids.flatMap((session_id, index) => {
      const tenant_id = done.session_tenants[index];
      return tenant_id ? [{ session_id, tenant_id }] : [];
    });
    await this.changes.announceEnded(done.account_id, ended);
  }

  settled(): Promise<void> {
    return this.changes.settled();
  }
}
