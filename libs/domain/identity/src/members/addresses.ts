import type { DirectoryDoor } from '@vedette/database';
import type { TenantId, Uuid } from '@vedette/kernel';

/** Addresses are global: only the directory reads them, and only those of members who may sign in. */
export async function readAddresses(directory: DirectoryDoor, tenantId: TenantId, accountIds: readonly Uuid[] | null = null): Promise<ReadonlyMap<string, string>> {
  const rows = await directory.call<{ account_id: Uuid; email: string }>('member_addresses', tenantId, accountIds);
  return new Map(rows.map(({ account_id, email }) => [account_id, email]));
}
