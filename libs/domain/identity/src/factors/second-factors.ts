import { dateFrom } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import type { NewSession } from '../sessions/new-session';
import { FactorChanges } from './factor-changes';
import type { Holder } from './factor-changes';
import type { FactorDeps } from './factor-deps';
import { recoveryCodesLetter } from './factor-letters';
import { FactorSecrets } from './factor-secrets';
import { newRecoveryCodes, readRecoveryCode } from './recovery-code';
import { newTotpSecret, stepOfCode, totpUri } from './totp-code';

const CONFIRM_WITHIN_MS = 30 * 60 * 1000;

/** What came of adding a factor. Both only with the first one; the codes are shown this once. */
export interface FactorAdded {
  readonly recoveryCodes?: readonly string[];
  readonly session?: NewSession;
}

/** The authenticator app and the recovery codes of whoever is signed in. */
export class SecondFactors {
  private readonly changes: FactorChanges;
  private readonly secrets: FactorSecrets;

  constructor(private readonly deps: FactorDeps) {
    this.changes = new FactorChanges(deps);
    this.secrets = new FactorSecrets(deps.peppers);
  }

  /** @throws Refusal `auth.forbidden` for a key */
  async mine(actor: Actor): Promise<{ totpConfirmedAt: Date | null; recoveryCodesLeft: number }> {
    const { known, hasFactor } = await this.changes.holder(actor);
    return { totpConfirmedAt: known.totp_confirmed_at, recoveryCodesLeft: hasFactor ? known.recovery_codes : 0 };
  }

  /**
   * Counts once `confirmTotp` has seen a code of it; takes the place of one that was begun before.
   * @throws Refusal `auth.forbidden`, `auth.step_up`, `totp.exists`
   */
  async beginTotp(actor: Actor): Promise<{ secret: string; uri: string }> {
    const { accountId } = await this.changes.requireProof(actor);
    const secret = newTotpSecret();
    const { bytes, pepperId } = this.secrets.seal(accountId, secret);
    const [begun] = await this.deps.directory.call<{ email: string }>('begin_totp', accountId, bytes, pepperId, this.deps.clock.date());
    if (!begun) throw refuse('totp.exists');
    return { secret, uri: totpUri(secret, begun.email) };
  }

  /**
   * Asks for no proof of its own: only a session with one has got the secret.
   * @throws Refusal `auth.forbidden`, `totp.not_begun`, `factor.wrong`
   */
  async confirmTotp(actor: Actor, code: string): Promise<FactorAdded> {
    const { directory, clock } = this.deps;
    const holder = await this.changes.holder(actor);
    const { accountId } = holder;
    const [begun] = await directory.call<{ secret: Buffer; pepper_id: string; created_at: Date; confirmed_at: Date | null }>('totp_of', accountId);
    if (!begun || begun.confirmed_at || begun.created_at <= dateFrom(clock.now() - CONFIRM_WITHIN_MS)) throw refuse('totp.not_begun');
    const secret = this.secrets.open(accountId, { bytes: begun.secret, pepperId: begun.pepper_id });
    const step = secret === null ? null : stepOfCode(secret, code, clock.now());
    if (step === null) throw refuse('factor.wrong');
    const codes = this.newCodes(accountId);
    const { first } = await this.changes.recorded(actor, holder, 'factor.added', { factor: 'totp' }, async () => {
      const [confirmed] = await directory.call<{ first: boolean }>('confirm_totp', accountId, begun.secret, step, clock.date(), codes.hashes);
      if (!confirmed) throw refuse('totp.not_begun');
      return confirmed;
    });
    const session = await this.changes.added(actor, holder, 'totp', first);
    return first ? { recoveryCodes: codes.shown, session } : {};
  }

  /** @throws Refusal `auth.forbidden`, `auth.step_up`, `totp.not_found`, `factor.required_by` */
  async removeTotp(actor: Actor): Promise<void> {
    const holder = await this.changes.requireProof(actor);
    await this.changes.recorded(actor, holder, 'factor.removed', { factor: 'totp' }, async () => {
      const [gone] = await this.deps.directory.call<{ outcome: string; required_by: string }>('remove_totp', holder.accountId, this.deps.clock.date());
      if (!gone) throw refuse('totp.not_found');
      if (gone.outcome === 'required') throw refuse('factor.required_by', { reason: gone.required_by });
    });
    this.changes.removed(holder, 'totp');
  }

  /**
   * The old codes are dead.
   * @returns ten codes, shown this once
   * @throws Refusal `auth.forbidden`, `auth.step_up`, `factor.none`
   */
  async renewRecoveryCodes(actor: Actor): Promise<string[]> {
    const { directory, clock, publicUrl } = this.deps;
    const holder: Holder = await this.changes.requireProof(actor);
    const { shown, hashes } = this.newCodes(holder.accountId);
    await this.changes.recorded(actor, holder, 'recovery-codes.renewed', {}, async () => {
      const renewed = await directory.call('renew_recovery_codes', holder.accountId, hashes, clock.date());
      if (renewed.length === 0) throw refuse('factor.none');
    });
    this.changes.post(recoveryCodesLetter(holder.known.email_key, publicUrl, clock.date()));
    return shown;
  }

  settled(): Promise<void> {
    return this.changes.settled();
  }

  private newCodes(accountId: Uuid): { shown: string[]; hashes: Buffer[] } {
    return freshCodes(this.secrets, accountId);
  }
}

export function freshCodes(secrets: FactorSecrets, accountId: Uuid): { shown: string[]; hashes: Buffer[] } {
  const shown = newRecoveryCodes();
  return { shown, hashes: shown.map((code) => secrets.hashCode(accountId, readRecoveryCode(code) ?? code)) };
}
