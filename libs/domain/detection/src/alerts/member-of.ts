import type { TenantTx } from '@vedette/database';
import type { Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';
import { accountOf } from './alert';

/** The account behind a member's principal; null stands for nobody. @throws Refusal `assignee.not_member` */
export async function memberOf(tx: TenantTx, principal: string | null): Promise<Uuid | null> {
  if (principal === null) return null;
  const account = accountOf(principal);
  const members = account ? await tx.sql`select 1 from members where account_id = ${account}` : [];
  if (!account || members.length === 0) throw refuse('assignee.not_member');
  return account;
}
