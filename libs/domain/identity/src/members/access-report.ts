import { dateFrom } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { isPermission } from '../actor/permissions';
import { refuse } from '../refusals';
import { readAddresses } from './addresses';
import { csv } from './csv';
import type { MembersDeps } from './members';
import { standingOf } from './standing';
import type { StandingRow } from './standing';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface AccessAsked {
  /** `2026-11-21`, to its end in UTC. */
  readonly day: string;
  /** Only who could do this; anything unless told. */
  readonly permission?: string | null;
}

export interface AccessRow {
  readonly accountId: Uuid;
  /** Of somebody who has left it is known only when they came by invitation. */
  readonly email: string | null;
  readonly roleName: string;
  /** What the role allowed on that day. */
  readonly permissions: readonly string[];
  readonly since: Date;
  readonly isMember: boolean;
}

interface ChangeRow {
  account_id: Uuid;
  change: string;
  role_name: string;
  permissions: string[];
  at: Date;
}

/** Who could do what on a day gone by, from the changes that were recorded as they happened. */
export class AccessReport {
  constructor(private readonly deps: MembersDeps) {}

  /** By address. @throws Refusal `auth.forbidden`, `report.day_malformed`, `report.permission_unknown` */
  async on(actor: Actor, asked: AccessAsked): Promise<AccessRow[]> {
    actor.require('audit:read');
    const end = endOf(asked.day);
    const { permission } = asked;
    if (permission && !isPermission(permission)) throw refuse('report.permission_unknown');
    const { database, directory } = this.deps;
    const { changes, unrecorded, invited } = await database.tenant(actor, async (tx) => ({
      changes: await tx.sql<ChangeRow>`select distinct on (account_id) account_id, change, role_name, permissions, at
        from member_changes where at < ${end} order by account_id, at desc`,
      // Who joined before changes were recorded, and has not changed since.
      unrecorded: await tx.sql<StandingRow>`select m.account_id, m.role, m.custom_role_id, r.name as role_name, r.permissions as role_permissions, m.joined_at
        from members m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
        where m.joined_at < ${end} and not exists (select from member_changes c where c.account_id = m.account_id)`,
      invited: await tx.sql<{ accepted_by: Uuid; email: string }>`select accepted_by, email from invitations where accepted_by is not null`,
    }));
    const now = await readAddresses(directory, actor.tenantId);
    const before = new Map(invited.map(({ accepted_by, email }) => [accepted_by, email]));
    const known = (accountId: Uuid) => ({ accountId, email: now.get(accountId) ?? before.get(accountId) ?? null, isMember: now.has(accountId) });
    const rows: AccessRow[] = [
      ...changes
        .filter(({ change }) => change !== 'left')
        .map((row) => ({ ...known(row.account_id), roleName: row.role_name, permissions: [...row.permissions].sort(), since: row.at })),
      ...unrecorded.map(standingOf).map((row) => ({ ...known(row.accountId), roleName: row.name, permissions: [...row.permissions].sort(), since: row.joinedAt })),
    ];
    return rows
      .filter(({ permissions }) => !permission || permissions.includes(permission))
      .sort((one, other) => (one.email ?? one.accountId).localeCompare(other.email ?? other.accountId));
  }
}

export function accessCsv(rows: readonly AccessRow[]): string {
  const heading = ['account', 'email', 'role', 'since', 'permissions'];
  return csv([heading, ...rows.map((row) => [row.accountId, row.email ?? '', row.roleName, row.since.toISOString(), row.permissions.join(' ')])]);
}

/** The first instant after the day. */
function endOf(day: string): Date {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(day) ? dateFrom(`${day}T00:00:00.000Z`) : null;
  const time = start?.getTime() ?? Number.NaN;
  // Also refuses 2026-02-30, which becomes another day.
  if (!start || Number.isNaN(time) || start.toISOString().slice(0, 10) !== day) throw refuse('report.day_malformed');
  return dateFrom(time + DAY_MS);
}
