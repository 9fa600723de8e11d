import type { Provider } from '@nestjs/common';
import { DnsDoor, Domains, Joining, SupportGrants, TenantDeletion, TenantErasure, TenantSettings } from '@vedette/identity';
import type { DomainsDeps } from '@vedette/identity';
import type { Chore } from '../housekeeping/housekeeping';
import { DomainsResolver } from './domains.resolver';
import { SettingsResolver } from './settings.resolver';
import { SupportGrantsResolver } from './support-grants.resolver';

export type TenantPartsDeps = Omit<DomainsDeps, 'dns'> & { readonly dnsServers: readonly string[] };

/** What an organisation sets up of itself, and what becomes of it. */
export interface TenantParts {
  readonly settings: TenantSettings;
  readonly deletion: TenantDeletion;
  readonly erasure: TenantErasure;
  readonly domains: Domains;
  readonly joining: Joining;
  readonly supportGrants: SupportGrants;
  /** What is done for tenants without being asked. Several gateways may do it at once. */
  readonly chores: readonly Chore[];
  close(): Promise<void>;
}

export function openTenantParts({ dnsServers, ...deps }: TenantPartsDeps): TenantParts {
  const domains = new Domains({ ...deps, dns: new DnsDoor({ servers: dnsServers }) });
  const erasure = new TenantErasure(deps);
  return {
    domains,
    erasure,
    settings: new TenantSettings(deps),
    deletion: new TenantDeletion(deps),
    joining: new Joining(deps),
    supportGrants: new SupportGrants(deps),
    chores: [
      { name: 'domains that lost their proof', run: () => domains.round() },
      { name: 'erasures', run: () => erasure.round() },
    ],
    close: () => domains.settled(),
  };
}

export const tenantResolvers = [SettingsResolver, DomainsResolver, SupportGrantsResolver];

export function tenantProviders(parts: TenantParts): Provider[] {
  return [
    { provide: TenantSettings, useValue: parts.settings },
    { provide: TenantDeletion, useValue: parts.deletion },
    { provide: Domains, useValue: parts.domains },
    { provide: Joining, useValue: parts.joining },
    { provide: SupportGrants, useValue: parts.supportGrants },
  ];
}
