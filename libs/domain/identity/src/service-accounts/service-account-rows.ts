import type { TenantTx } from '@vedette/database';
import { isUuid } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import { grantOf } from '../members/standing';
import type { Grant, GrantRow } from '../members/standing';
import { refuse } from '../refusals';

export interface ServiceAccountRow extends GrantRow {
  id: Uuid;
  name: string;
  description: string;
  owner_id: Uuid;
  owner_is_member: boolean;
  created_at: Date;
  disabled_at: Date | null;
}

export interface LockedServiceAccount {
  readonly id: Uuid;
  readonly ownerId: Uuid;
  readonly grant: Grant;
  readonly disabledAt: Date | null;
}

export function readServiceAccounts(tx: TenantTx, id: Uuid | null): Promise<ServiceAccountRow[]> {
  return tx.sql<ServiceAccountRow>`select s.id, s.name, s.description, s.role, s.custom_role_id, r.name as role_name, r.permissions as role_permissions,
      s.owner_id, m.account_id is not null as owner_is_member, s.created_at, s.disabled_at
    from service_accounts s
    left join roles r on r.tenant_id = s.tenant_id and r.id = s.custom_role_id
    left join members m on m.tenant_id = s.tenant_id and m.account_id = s.owner_id
    where ${id}::uuid is null or s.id = ${id}::uuid
    order by lower(s.name), s.id limit 200`;
}

/** @throws Refusal `service_account.not_found` */
export async function lockServiceAccount(tx: TenantTx, id: string): Promise<LockedServiceAccount> {
  if (!isUuid(id)) throw refuse('service_account.not_found');
  const locked = await tx.sql`select from service_accounts where id = ${id} for update`;
  const [row] = locked.length > 0 ? await readServiceAccounts(tx, id) : [];
  if (!row) throw refuse('service_account.not_found');
  return { id: row.id, ownerId: row.owner_id, grant: grantOf(row), disabledAt: row.disabled_at };
}

/** @throws Refusal `service_account.disabled`, `service_account.scope_beyond` */
export function checkScopesOfAccount(account: LockedServiceAccount, scopes: readonly string[]): void {
  if (account.disabledAt) throw refuse('service_account.disabled');
  const held: ReadonlySet<string> = account.grant.permissions;
  const beyond = scopes.find((scope) => !held.has(scope));
  if (beyond !== undefined) throw refuse('service_account.scope_beyond', { reason: beyond });
}
