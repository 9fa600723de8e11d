import { accessRevoked } from '@vedette/contracts';
import type { Database, DirectoryDoor, TenantTx } from '@vedette/database';
import type { TenantId, Uuid } from '@vedette/kernel';

/** Sessions that have just ended, as the directory answers them: the tenant of each at the same place. */
export interface EndedRow {
  session_ids: Uuid[];
  tenant_ids: TenantId[];
}

export const noneEnded: EndedRow = { session_ids: [], tenant_ids: [] };

// Of an account in more tenants than these, the others learn it from the letter's reader.
const MOST_TOLD = 50;

/**
 * Sessions that have ended in the directory are announced where they were, so that their sockets close now and not with
 * the next second's check; and every tenant of the account records what was done, where something was.
 */
export async function tellTenants(
  { database, directory }: { readonly database: Database; readonly directory: DirectoryDoor },
  accountId: Uuid,
  ended: EndedRow,
  record?: (tx: TenantTx) => void,
): Promise<void> {
  const mine = record ? await directory.call<{ tenant_id: TenantId }>('tenants_of', accountId) : [];
  const told = new Set(mine.slice(0, MOST_TOLD).map(({ tenant_id }) => tenant_id));
  for (const tenantId of new Set([...ended.tenant_ids, ...told])) {
    const ids = ended.session_ids.filter((_, place) => ended.tenant_ids[place] === tenantId);
    await database.tenant({ tenantId, principal: `account:${accountId}` }, async (tx) => {
      for (const sessionId of ids) {
        tx.announce(accessRevoked, { sessionId });
        tx.audit('session.closed', { kind: 'session', id: sessionId });
      }
      if (told.has(tenantId)) record?.(tx);
    });
  }
}
