import type { Provider } from '@nestjs/common';
import { FactorRecovery, Passkeys, PasskeySignIn, SecondFactors, SecondStep, StepUp } from '@vedette/identity';
import type { FactorDeps } from '@vedette/identity';
import { FactorRecoveryResolver } from './factor-recovery.resolver';
import { FactorsResolver } from './factors.resolver';
import { SecondStepResolver } from './second-step.resolver';

/** What second factors are made of. */
export interface FactorParts {
  readonly factors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly recovery: FactorRecovery;
  readonly secondStep: SecondStep;
  readonly passkeySignIn: PasskeySignIn;
  readonly stepUp: StepUp;
  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void>;
}

export function openFactorParts(deps: FactorDeps): FactorParts {
  const factors = new SecondFactors(deps);
  const passkeys = new Passkeys(deps);
  const recovery = new FactorRecovery(deps);
  const secondStep = new SecondStep(deps);
  const passkeySignIn = new PasskeySignIn(deps);
  return {
    factors,
    passkeys,
    recovery,
    secondStep,
    passkeySignIn,
    stepUp: new StepUp(deps),
    settled: async () => {
      await Promise.all([factors.settled(), passkeys.settled(), recovery.settled(), secondStep.settled(), passkeySignIn.settled()]);
    },
  };
}

export const factorResolvers = [FactorsResolver, SecondStepResolver, FactorRecoveryResolver];

export function factorProviders(parts: FactorParts): Provider[] {
  return [
    { provide: SecondFactors, useValue: parts.factors },
    { provide: Passkeys, useValue: parts.passkeys },
    { provide: FactorRecovery, useValue: parts.recovery },
    { provide: SecondStep, useValue: parts.secondStep },
    { provide: PasskeySignIn, useValue: parts.passkeySignIn },
    { provide: StepUp, useValue: parts.stepUp },
  ];
}
