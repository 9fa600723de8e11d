import type { Database, DirectoryDoor } from '@vedette/database';
import type { Clock, Uuid } from '@vedette/kernel';
import { parseOrganisationName } from '../accounts/organisation-name';
import type { Actor, TenantState } from '../actor/actor';
import { refuse } from '../refusals';
import { isMultiFactor } from '../sessions/factor';

export interface TenantDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly clock: Clock;
}

export interface TenantPolicy {
  readonly name: string;
  readonly region: string;
  readonly mfaRequired: boolean;
  readonly idleMinutes: number;
  readonly sessionMinutes: number;
  readonly keyDays: number;
}

/** What is null or left out stays. */
export type SettingsChange = { readonly [Name in keyof TenantPolicy]?: TenantPolicy[Name] | null };

export interface Settings extends TenantPolicy {
  readonly state: TenantState;
  readonly createdAt: Date;
  readonly deletesAt: Date | null;
  readonly deletionAskedBy: Uuid | null;
  /** No events are kept, so nothing would have to be moved. */
  readonly regionChangeable: boolean;
  /** Members who could not get in if a second factor were demanded. */
  readonly withoutFactor: number;
}

interface PolicyRow {
  name: string;
  region: string;
  mfa_required: boolean;
  idle_minutes: number;
  session_minutes: number;
  key_days: number;
}

type SettingsRow = PolicyRow & { state: TenantState; created_at: Date; deletes_at: Date | null; deletion_asked_by: Uuid | null; without_factor: number };

const REGION = /^[a-z]{2}(-[a-z0-9]{1,20}){0,3}$/;

/** How the organisation wants to be: its name, its region and how its members prove themselves. */
export class TenantSettings {
  constructor(private readonly deps: TenantDeps) {}

  /** @throws Refusal `auth.forbidden` */
  async read(actor: Actor): Promise<Settings> {
    actor.require('tenant:write');
    const [row] = await this.deps.directory.call<SettingsRow>('tenant_settings', actor.tenantId);
    if (!row) throw refuse('auth.unauthenticated');
    return {
      ...policyOf(row),
      state: row.state,
      createdAt: row.created_at,
      deletesAt: row.deletes_at,
      deletionAskedBy: row.deletion_asked_by,
      withoutFactor: row.without_factor,
      regionChangeable: !(await this.hasEvents(actor)),
    };
  }

  /**
   * Counts at once: open sessions are shortened by the same measure, and one that lacks a demanded factor holds nothing.
   * @throws Refusal `auth.forbidden`, `auth.step_up`, `organisation.malformed`, `tenant.region_malformed`, `tenant.region_fixed`,
   * `tenant.factor_first`, `tenant.idle_malformed`, `tenant.session_malformed`, `tenant.key_days_malformed`
   */
  async change(actor: Actor, change: SettingsChange): Promise<Settings> {
    actor.require('tenant:write');
    actor.requirePerson();
    actor.requireRecent(this.deps.clock.now());
    const wanted = checked(change);
    if (wanted.mfaRequired && !isMultiFactor(actor.factors)) throw refuse('tenant.factor_first');
    const { database, directory } = this.deps;
    const now = await this.read(actor);
    if (wanted.region !== undefined && wanted.region !== now.region && !now.regionChangeable) throw refuse('tenant.region_fixed');
    await database.tenant(actor, async (tx) => {
      const [row] = await directory.call<PolicyRow>('change_tenant', actor.tenantId, wanted);
      if (!row) throw refuse('auth.unauthenticated');
      const before = policyOf(row);
      for (const [field, to] of Object.entries(wanted)) {
        const from = before[field as keyof TenantPolicy];
        if (from !== to) tx.audit('tenant.settings_changed', { kind: 'tenant', id: actor.tenantId }, { field, from, to });
      }
    });
    return this.read(actor);
  }

  private async hasEvents(actor: Actor): Promise<boolean> {
    // What the product tells of itself is there from the first minute; it fixes nothing.
    const [found] = await this.deps.database.tenant(actor, (tx) => tx.sql`select from ingest_days where stored > 0 and source <> 'vedette' limit 1`);
    return found !== undefined;
  }
}

function checked(change: SettingsChange): Partial<TenantPolicy> {
  const { name, region, mfaRequired, idleMinutes, sessionMinutes, keyDays } = change;
  if (!isBetween(idleMinutes, 5, 60)) throw refuse('tenant.idle_malformed');
  if (!isBetween(sessionMinutes, 15, 1440)) throw refuse('tenant.session_malformed');
  if (!isBetween(keyDays, 1, 365)) throw refuse('tenant.key_days_malformed');
  if (region && !REGION.test(region)) throw refuse('tenant.region_malformed');
  return {
    ...(name === null || name === undefined ? {} : { name: parseOrganisationName(name) }),
    ...(region ? { region } : {}),
    ...(mfaRequired === null || mfaRequired === undefined ? {} : { mfaRequired }),
    ...(idleMinutes ? { idleMinutes } : {}),
    ...(sessionMinutes ? { sessionMinutes } : {}),
    ...(keyDays ? { keyDays } : {}),
  };
}

function isBetween(value: number | null | undefined, least: number, most: number): boolean {
  return value === null || value === undefined || (Number.isInteger(value) && value >= least && value <= most);
}

function policyOf(row: PolicyRow): TenantPolicy {
  return {
    name: row.name,
    region: row.region,
    mfaRequired: row.mfa_required,
    idleMinutes: row.idle_minutes,
    sessionMinutes: row.session_minutes,
    keyDays: row.key_days,
  };
}
