import type { Provider } from '@nestjs/common';
import { DeviceFlow, LeakedKeys, ServiceAccounts } from '@vedette/identity';
import type { ApiKeysDeps, Pepper } from '@vedette/identity';
import type { Cache } from '@vedette/cache';
import type { Mail } from '@vedette/mail';
import { DevicesResolver } from '../device-flow/devices.resolver';
import { CallLimits } from '../http/call-limits';
import { LeaksResolver } from '../leaks/leaks.resolver';
import { readReporterKeys } from '../leaks/reporter-keys';
import type { ReporterKeys } from '../leaks/reporter-keys';
import { ServiceAccountsResolver } from '../service-accounts/service-accounts.resolver';

export interface ProgramPartsDeps extends ApiKeysDeps {
  readonly peppers: readonly [Pepper, ...Pepper[]];
  readonly cache: Cache;
  readonly mail: Mail;
  readonly publicUrl: string;
  /** LEAK_REPORT_KEYS_PATH */
  readonly leakReportKeys?: string;
}

/** What programs stand on, besides their keys. */
export interface ProgramParts {
  readonly serviceAccounts: ServiceAccounts;
  readonly devices: DeviceFlow;
  readonly leaks: LeakedKeys;
  readonly limits: CallLimits;
  /** Of secret scanners; undefined where none is configured. */
  readonly reporterKeys: ReporterKeys | undefined;
}

/** @throws Error for a file of scanners' keys that cannot be read */
export function openProgramParts(deps: ProgramPartsDeps): ProgramParts {
  return {
    serviceAccounts: new ServiceAccounts(deps),
    devices: new DeviceFlow(deps),
    leaks: new LeakedKeys(deps),
    limits: new CallLimits({ cache: deps.cache, secret: deps.peppers[0].secret }),
    reporterKeys: deps.leakReportKeys === undefined ? undefined : readReporterKeys(deps.leakReportKeys),
  };
}

export const programResolvers = [ServiceAccountsResolver, DevicesResolver, LeaksResolver];

export function programProviders(parts: ProgramParts): Provider[] {
  return [
    { provide: ServiceAccounts, useValue: parts.serviceAccounts },
    { provide: DeviceFlow, useValue: parts.devices },
    { provide: LeakedKeys, useValue: parts.leaks },
    { provide: CallLimits, useValue: parts.limits },
  ];
}
