import type { TenantTx } from '@vedette/database';

/** A claim on a partition. `fence` is the number under which its holder writes. */
export interface Lease {
  readonly fence: string;
  /** False where the holder was another process, or nobody, until now: what this one remembers is worth nothing. */
  readonly kept: boolean;
}

/** Another process holds the partition for so long still. */
export interface Held {
  readonly heldForMs: number;
}

interface LeaseRow {
  readonly owner: string;
  readonly fence: string;
  readonly left_ms: number;
}

/**
 * Takes the partition for `ttlMs`, unless another process holds it. The database's clock decides, since those of the
 * processes may differ; and should one be slept over, its fence no longer fits.
 * @param remembered the fence under which this process last held it
 */
export async function claim(tx: TenantTx, partition: number, owner: string, ttlMs: number, remembered: string | undefined): Promise<Lease | Held> {
  const [row] = await tx.sql<LeaseRow>`
    select owner, fence::text as fence, extract(epoch from until - clock_timestamp())::float8 * 1000 as left_ms
    from correlation_leases where partition = ${partition} for update`;
  if (row && row.owner !== owner && row.left_ms > 0) return { heldForMs: row.left_ms };
  const kept = row !== undefined && row.owner === owner && row.fence === remembered;
  const [held] = await tx.sql<{ fence: string }>`
    insert into correlation_leases (tenant_id, partition, owner, fence, until)
    values ((select app.tenant_id()), ${partition}, ${owner}, 1, clock_timestamp() + ${ttlMs}::float8 * interval '1 millisecond')
    on conflict (tenant_id, partition) do update set owner = excluded.owner, until = excluded.until,
      fence = correlation_leases.fence + ${kept ? 0 : 1}
    returning fence::text as fence`;
  if (!held) throw new Error('a lease has no fence');
  return { fence: held.fence, kept };
}

/** The partition went to another process meanwhile; what was worked out is not written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** To be called in every transaction that writes for the holder; the lease runs from now. @throws LeaseLost */
export async function holdLease(tx: TenantTx, partition: number, owner: string, fence: string, ttlMs: number): Promise<void> {
  const held = await tx.sql`
    update correlation_leases set until = clock_timestamp() + ${ttlMs}::float8 * interval '1 millisecond'
    where partition = ${partition} and owner = ${owner} and fence = ${fence}::bigint returning 1`;
  if (held.length === 0) throw new LeaseLost(`partition ${partition} has another owner`);
}

/** Gives it back, so that nobody has to wait for its end. */
export async function release(tx: TenantTx, partition: number, owner: string, fence: string): Promise<void> {
  await tx.sql`
    update correlation_leases set until = clock_timestamp()
    where partition = ${partition} and owner = ${owner} and fence = ${fence}::bigint`;
}
