import { openMail } from '@vedette/mail';
import type { SoftwareAuthenticator } from '@vedette/testing';
import { generateSync } from 'otplib';
import type { Actor } from '../actor/actor';
import type { FactorDeps } from '../factors/factor-deps';
import { FactorRecovery } from '../factors/factor-recovery';
import { Passkeys } from '../factors/passkeys';
import { SecondFactors } from '../factors/second-factors';
import type { NewSession } from '../sessions/new-session';
import { PasskeySignIn } from '../sign-in/passkey-sign-in';
import { SecondStep } from '../sign-in/second-step';
import { StepUp } from '../sign-in/step-up';
import type { IdentityEvent } from '../watch/identity-event';
import { goodPassword, openStage, pepper, visit } from './identity-stage';
import type { Stage } from './identity-stage';

/** An account with an authenticator app, and its session that has proven it. */
export interface Protected {
  readonly email: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  readonly session: NewSession;
}

/** The stage of identity with second factors, letters of their own and a record of what they told. */
export interface FactorStage extends Stage {
  readonly factorDeps: FactorDeps;
  readonly factors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly recovery: FactorRecovery;
  readonly secondStep: SecondStep;
  readonly passkeySignIn: PasskeySignIn;
  readonly stepUp: StepUp;
  /** What was told since the last look. */
  told(): IdentityEvent[];
  /** Of second factors alone, newest first. */
  factorLetters(address: string): Promise<{ subject: string; text: string }[]>;
  /** The code of an app at this instant, or some steps of 30 s away. */
  codeOf(secret: string, stepsAway?: number): string;
  protectedAccount(email: string): Promise<Protected>;
  /** With a first passkey of this authenticator. */
  withPasskey(email: string, authenticator: SoftwareAuthenticator): Promise<NewSession>;
  /** What stands for the password, proven a moment ago. */
  firstStep(email: string): Promise<string>;
  demandFactor(actor: Actor, demanded?: boolean): Promise<void>;
}

export async function openFactorStage(peppers = [pepper]): Promise<FactorStage> {
  const stage = await openStage();
  const events: IdentityEvent[] = [];
  const mail = openMail({ url: 'mailbox:', from: 'vedette@vedette.local' });
  const { directory, clock } = stage;
  const factorDeps: FactorDeps = {
    directory, database: stage.db.database, mail, clock, peppers, publicUrl: 'https://vedette.example', watch: (event) => events.push(event),
  };
  const factors = new SecondFactors(factorDeps);
  const passkeys = new Passkeys(factorDeps);
  const recovery = new FactorRecovery(factorDeps);
  const own: FactorStage = {
    ...stage,
    factorDeps,
    factors,
    passkeys,
    recovery,
    secondStep: new SecondStep(factorDeps),
    passkeySignIn: new PasskeySignIn(factorDeps),
    stepUp: new StepUp(factorDeps),
    told: () => events.splice(0),
    factorLetters: async (address) => {
      await Promise.all([factors.settled(), passkeys.settled(), recovery.settled()]);
      return (mail.mailbox?.messages() ?? []).filter(({ to }) => to === address).map(({ subject, text }) => ({ subject, text }));
    },
    codeOf: (secret, stepsAway = 0) => generateSync({ secret, epoch: Math.floor(clock.now() / 1000) + 30 * stepsAway }),
    protectedAccount: async (email) => {
      const { actor } = await stage.signedUp(email, email.split('@')[1] ?? 'acme');
      const { secret } = await factors.beginTotp(actor);
      const { recoveryCodes = [], session } = await factors.confirmTotp(actor, own.codeOf(secret));
      if (!session) throw new Error('the first factor gives a new session');
      // The code that confirmed has counted: the next one is another.
      clock.advance(30_000);
      return { email, secret, recoveryCodes, session };
    },
    withPasskey: async (email, authenticator) => {
      const { actor } = await stage.signedUp(email, email.split('@')[1] ?? 'acme');
      const { session } = await passkeys.add(actor, { name: 'Laptop', response: authenticator.create(await passkeys.begin(actor)) });
      if (!session) throw new Error('the first factor gives a new session');
      return session;
    },
    firstStep: async (email) => {
      const step = await stage.accounts.logIn({ email, password: goodPassword }, visit);
      if (!('secondFactor' in step)) throw new Error('no second factor is asked for');
      return step.secondFactor.token;
    },
    demandFactor: async ({ tenantId }, demanded = true) => {
      await stage.db.adminSql`update tenants set mfa_required = ${demanded} where id = ${tenantId}`;
    },
  };
  return own;
}

/** The code of what work was refused with. */
export function codeOfRefusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? String(error),
  );
}
