import type { DirectoryDoor } from '@vedette/database';
import type { TenantId, Uuid } from '@vedette/kernel';

export interface MemberAddress {
  readonly accountId: Uuid;
  readonly email: string;
  readonly role: string;
}

/** Addresses are global, so only the directory door reads them: those of one tenant's members that may sign in. */
export class MemberAddresses {
  constructor(private readonly directory: Pick<DirectoryDoor, 'call'>) {}

  /** @param accountIds null for all. @throws Outage */
  async of(tenantId: TenantId, accountIds: readonly Uuid[] | null): Promise<MemberAddress[]> {
    const rows = await this.directory.call<{ account_id: Uuid; email: string; role: string }>('member_addresses', tenantId, accountIds);
    return rows.map(({ account_id, email, role }) => ({ accountId: account_id, email, role }));
  }
}
