import { Inject, Injectable } from '@nestjs/common';
import { isBuiltInRole } from '@vedette/identity';
import type { Actor, Invitation, Member, RoleChoice, Team } from '@vedette/identity';
import type { TenantId, Uuid } from '@vedette/kernel';
import { GlobalIds } from '../graphql/global-id';
import type { InvitationType } from './invitation.types';
import type { MembershipType, RoleNameType, TeamType } from './member.types';

/** From the domain to the schema: every id is one of this tenant's alone. */
@Injectable()
export class MemberView {
  constructor(@Inject(GlobalIds) private readonly ids: GlobalIds) {}

  membership(actor: Actor, member: Member): MembershipType {
    const { tenantId } = actor;
    const principal = `account:${member.accountId}`;
    return {
      id: this.memberId(tenantId, member.accountId),
      principal,
      email: member.email,
      role: this.role(tenantId, member),
      teams: member.teams.map(({ id, name }) => ({ id: this.ids.write(tenantId, 'Team', id), name })),
      joinedAt: member.joinedAt,
      isYou: principal === actor.principal,
    };
  }

  invitation(tenantId: TenantId, { grant, ...invitation }: Invitation): InvitationType {
    return { ...invitation, id: this.ids.write(tenantId, 'Invitation', invitation.id), role: this.role(tenantId, grant) };
  }

  team(tenantId: TenantId, team: Team): TeamType {
    return { id: this.ids.write(tenantId, 'Team', team.id), name: team.name, members: team.accountIds.map((id) => this.memberId(tenantId, id)) };
  }

  memberId(tenantId: TenantId, accountId: Uuid): string {
    return this.ids.write(tenantId, 'Membership', accountId);
  }

  /** A built-in role is chosen by its name, one of the tenant's own by its id. */
  choice(tenantId: TenantId, text: string): RoleChoice {
    return isBuiltInRole(text) ? { role: text } : { customRoleId: this.ids.read(tenantId, 'Role', text) };
  }

  role(tenantId: TenantId, { role, customRoleId, name }: { role: string; customRoleId: Uuid | null; name: string }): RoleNameType {
    return { id: customRoleId ? this.ids.write(tenantId, 'Role', customRoleId) : role, name };
  }
}
