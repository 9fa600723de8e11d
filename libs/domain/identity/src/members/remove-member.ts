import { accessRevoked } from '@vedette/contracts';
import type { TenantTx } from '@vedette/database';
import type { Clock, Uuid } from '@vedette/kernel';
import { recordBaseline, recordChange } from './member-changes';
import type { GrantRow, Standing } from './standing';
import { grantOf } from './standing';

/**
 * Membership, teams, keys and the invitations sent by them end together; the announcement ends their sockets. Sessions
 * are without a membership from the commit on; their rows are ended after it (`directory.end_sessions`).
 */
export async function removeMember(tx: TenantTx, clock: Clock, leaving: Standing): Promise<void> {
  const { accountId } = leaving;
  await recordBaseline(tx, clock, leaving);
  await tx.sql`delete from team_members where account_id = ${accountId}`;
  await tx.sql`delete from members where account_id = ${accountId}`;
  // For good: who is invited again later does not get these back. A service account's stay: it is nobody's.
  const keys = await tx.sql<{ id: Uuid }>`update api_keys set revoked_at = ${clock.date()}, revoked_because = 'owner left'
    where created_by = ${accountId} and service_account_id is null and revoked_at is null returning id`;
  for (const { id } of keys) tx.audit('api-key.revoked', { kind: 'api-key', id }, { because: 'owner left' });
  const answeredFor = await tx.sql<{ id: Uuid }>`select id from service_accounts where owner_id = ${accountId}`;
  for (const { id } of answeredFor) tx.audit('service-account.owner_left', { kind: 'service-account', id });
  await takeBackInvitations(tx, clock, accountId, null);
  await recordChange(tx, clock, accountId, 'left', leaving);
  tx.announce(accessRevoked, { accountId });
}

/** Open invitations of somebody who may not send such any more. @param held what they still hold; null for nothing */
export async function takeBackInvitations(tx: TenantTx, clock: Clock, invitedBy: Uuid, held: Pick<Standing, 'role' | 'permissions'> | null): Promise<void> {
  const open = await tx.sql<GrantRow & { id: Uuid }>`select i.id, i.role, i.custom_role_id, r.name as role_name, r.permissions as role_permissions
    from invitations i left join roles r on r.tenant_id = i.tenant_id and r.id = i.custom_role_id
    where i.invited_by = ${invitedBy} and i.accepted_at is null and i.revoked_at is null for update of i`;
  for (const invitation of open) {
    const { role, permissions } = grantOf(invitation);
    const within = held?.permissions.has('member:write') && (role !== 'owner' || held.role === 'owner') && [...permissions].every((each) => held.permissions.has(each));
    if (within) continue;
    await tx.sql`update invitations set revoked_at = ${clock.date()} where id = ${invitation.id}`;
    tx.audit('invitation.revoked', { kind: 'invitation', id: invitation.id });
  }
}
