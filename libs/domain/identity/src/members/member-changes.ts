import type { TenantTx } from '@vedette/database';
import { dateFrom, newId } from '@vedette/kernel';
import type { Clock, Uuid } from '@vedette/kernel';
import type { Grant, Standing } from './standing';

export type MemberChange = 'joined' | 'changed' | 'left';

/** What the access report is made from: a row for each change of what somebody may do, in the change's transaction. */
export function recordChange(tx: TenantTx, clock: Clock, accountId: Uuid, change: MemberChange, grant: Grant, at?: Date): Promise<void> {
  return recordChanges(tx, clock, [accountId], change, grant, at);
}

/** The same for all of them at once. */
export async function recordChanges(
  tx: TenantTx, clock: Clock, accountIds: readonly Uuid[], change: MemberChange, grant: Grant, at: Date = clock.date(),
): Promise<void> {
  const ids = accountIds.map(() => newId(clock.now()));
  // Two changes within a millisecond still have an order.
  await tx.sql`insert into member_changes (id, account_id, change, role, role_name, permissions, at)
    select x.id, x.account_id, ${change}, ${grant.role}, ${grant.name}, ${[...grant.permissions]}::text[],
      greatest(${at}::timestamptz, (select max(c.at) + interval '1 microsecond' from member_changes c where c.account_id = x.account_id))
    from unnest(${ids}::uuid[], ${accountIds}::uuid[]) as x (id, account_id)`;
}

/** Whoever joined before changes were recorded gets the row that was not written then, before the first change. */
export async function recordBaseline(tx: TenantTx, clock: Clock, standing: Standing): Promise<void> {
  const known = await tx.sql`select from member_changes where account_id = ${standing.accountId} limit 1`;
  if (known.length > 0) return;
  const joinedAt = dateFrom(Math.min(standing.joinedAt.getTime(), clock.now()));
  await recordChange(tx, clock, standing.accountId, 'joined', standing, joinedAt);
}
