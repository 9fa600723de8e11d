import type { Database, TenantScope } from '@vedette/database';
import type { Lake } from '@vedette/lake';

/** The files of a tenant that is being erased, in the process that has the storage. */
export class LakeErasure {
  constructor(private readonly deps: { readonly database: Database; readonly lake: Lake }) {}

  /**
   * First out of storage, then out of the books, so that a process that dies in between is made up for by the next run.
   * Does nothing for a tenant that is not being erased. @throws Outage
   */
  async erase(scope: TenantScope): Promise<void> {
    const { database, lake } = this.deps;
    const [state] = await database.tenant(scope, (tx) => tx.sql<{ erasing: boolean }>`select app.is_being_erased() as erasing`);
    if (!state?.erasing) return;
    await lake.removeAll(scope.tenantId);
    await database.tenant(scope, (tx) => tx.sql`delete from lake_files`);
  }
}
