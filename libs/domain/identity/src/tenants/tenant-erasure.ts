import { eraseLake } from '@vedette/contracts';
import { newId } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import type { TenantDeps } from './tenant-settings';

const TENANTS_A_ROUND = 10;
const ROWS_A_STEP = 1_000;
/** Of one tenant and one round, so that no round lasts for long: the next goes on where this one stopped. */
const STEPS_A_ROUND = 2_000;

/** Kept until its files are out of storage: what tells where they lie, and the job that takes them away. */
const UNTIL_FILES_ARE_GONE = ['lake_files', 'outbox'];

/** Takes away whatever the organisations had whose grace is over. Run hourly, by any number of processes at once. */
export class TenantErasure {
  private readonly log = logger('identity');

  constructor(private readonly deps: TenantDeps) {}

  /** @returns how many are gone for good with this round */
  async round(): Promise<number> {
    const { directory, clock } = this.deps;
    const due = await directory.call<{ tenant_id: TenantId }>('begin_erasures', clock.date(), TENANTS_A_ROUND);
    let gone = 0;
    for (const { tenant_id: tenantId } of due) {
      try {
        if (await this.erase(tenantId)) gone += 1;
      } catch (error) {
        this.log.error({ err: error, tenantId }, 'a tenant could not be erased; the next round goes on');
      }
    }
    return gone;
  }

  /**
   * The tenant itself goes in the round that finds nothing left from the start: work that was under way when the erasure
   * began may have written once more behind it, and the files are taken out of storage by another process.
   */
  private async erase(tenantId: TenantId): Promise<boolean> {
    const found = await this.rows(tenantId, UNTIL_FILES_ARE_GONE);
    if (await this.filesAreLeft(tenantId, found !== 'none')) return false;
    if ((await this.rows(tenantId, [])) === 'more') return false;
    const { directory, clock } = this.deps;
    const [ended] = await directory.call('end_erasure', tenantId, newId(clock.now()), clock.date());
    return ended !== undefined;
  }

  private async rows(tenantId: TenantId, but: readonly string[]): Promise<'none' | 'some' | 'more'> {
    for (let step = 0; step < STEPS_A_ROUND; step += 1) {
      const [row] = await this.deps.database.tenant({ tenantId, principal: 'system:erasure' }, (tx) =>
        tx.sql<{ gone: number }>`select app.erase_own_tenant(${ROWS_A_STEP}, ${but}::text[]) as gone`,
      );
      if (!row?.gone) return step === 0 ? 'none' : 'some';
    }
    return 'more';
  }

  /** Whether the process that has the storage still has to take files away; asked to, once, also for files that no table knows. */
  private async filesAreLeft(tenantId: TenantId, ask: boolean): Promise<boolean> {
    return this.deps.database.tenant({ tenantId, principal: 'system:erasure' }, async (tx) => {
      const [file] = await tx.sql`select from lake_files limit 1`;
      const [asked] = await tx.sql`select from outbox where name = ${eraseLake.name} limit 1`;
      if (asked) return true;
      if (ask || file) tx.enqueue(eraseLake, {});
      return ask || file !== undefined;
    });
  }
}
