import type { Provider } from '@nestjs/common';
import { Operators, PlatformLog, PlatformTenants, SupportVisits } from '@vedette/identity';
import type { TenantDeps } from '@vedette/identity';
import { logger } from '@vedette/telemetry';
import { PlatformLogResolver } from './platform-log.resolver';
import { PlatformTenantsResolver } from './platform-tenants.resolver';
import { SupportVisitsResolver } from './support-visits.resolver';

export type PlatformPartsDeps = TenantDeps & {
  /** PLATFORM_OPERATORS */
  readonly operators: readonly string[];
};

/** What those who operate the installation work with. */
export interface PlatformParts {
  readonly tenants: PlatformTenants;
  readonly log: PlatformLog;
  readonly visits: SupportVisits;
  close(): void;
}

const LOOK_AGAIN_MS = 60_000;

/** Makes the operators those that are named. @throws Error for what is no address, Outage */
export async function openPlatformParts({ operators: named, ...deps }: PlatformPartsDeps): Promise<PlatformParts> {
  const operators = new Operators(deps, named);
  const missing = await operators.appointAtBoot();
  const timer = missing > 0 ? setInterval(() => void lookAgain(operators, () => clearInterval(timer)), LOOK_AGAIN_MS) : undefined;
  timer?.unref();
  return {
    tenants: new PlatformTenants(deps),
    log: new PlatformLog(deps),
    visits: new SupportVisits(deps),
    close: () => clearInterval(timer),
  };
}

/** Whoever had no account at boot is appointed once they have one. */
async function lookAgain(operators: Operators, done: () => void): Promise<void> {
  try {
    if ((await operators.appoint()) === 0) done();
  } catch (error) {
    logger('gateway').warn({ err: error }, 'operators could not be looked at; tried again in a minute');
  }
}

export const platformResolvers = [PlatformTenantsResolver, PlatformLogResolver, SupportVisitsResolver];

export function platformProviders(parts: PlatformParts): Provider[] {
  return [
    { provide: PlatformTenants, useValue: parts.tenants },
    { provide: PlatformLog, useValue: parts.log },
    { provide: SupportVisits, useValue: parts.visits },
  ];
}
