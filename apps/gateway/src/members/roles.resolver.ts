import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { builtInRoleWords, CustomRoles } from '@vedette/identity';
import type { Actor, CustomRole } from '@vedette/identity';
import type { TenantId } from '@vedette/kernel';
import { Requires, StepUp } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { doing } from './done';
import { ChangeRoleInput, DonePayloadType, RemoveRoleInput, RoleInput, RolePayloadType, RoleType } from './member.types';

@Resolver()
export class RolesResolver {
  constructor(
    @Inject(CustomRoles) private readonly custom: CustomRoles,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [RoleType], { description: 'The built-in ones first, then your own by name.' })
  @Requires('member:read')
  async roles(@CurrentActor() actor: Actor): Promise<RoleType[]> {
    const own = (await this.custom.list(actor)).map((role) => this.viewOf(actor.tenantId, role));
    const builtIn = builtInRoleWords.map(({ role, permissions, ...words }) => ({ ...words, id: role, permissions: [...permissions].sort(), builtIn: true, members: null }));
    return [...builtIn, ...own];
  }

  @Mutation(() => RolePayloadType)
  @Requires('role:write')
  @StepUp()
  createRole(@CurrentActor() actor: Actor, @Args('input', { type: () => RoleInput }) input: RoleInput): Promise<RolePayloadType> {
    return answering(async () => ({ role: this.viewOf(actor.tenantId, await this.custom.create(actor, input)) }));
  }

  @Mutation(() => RolePayloadType, { description: 'Counts at once for all who have it.' })
  @Requires('role:write')
  @StepUp()
  changeRole(@CurrentActor() actor: Actor, @Args('input', { type: () => ChangeRoleInput }) input: ChangeRoleInput): Promise<RolePayloadType> {
    const id = this.ids.read(actor.tenantId, 'Role', input.id);
    return answering(async () => ({ role: this.viewOf(actor.tenantId, await this.custom.change(actor, id, input.role)) }));
  }

  @Mutation(() => DonePayloadType, { description: 'Refused while somebody has it.' })
  @Requires('role:write')
  removeRole(@CurrentActor() actor: Actor, @Args('input', { type: () => RemoveRoleInput }) input: RemoveRoleInput): Promise<DonePayloadType> {
    return doing(() => this.custom.remove(actor, this.ids.read(actor.tenantId, 'Role', input.id)));
  }

  private viewOf(tenantId: TenantId, role: CustomRole): RoleType {
    const { name, description, members } = role;
    return { id: this.ids.write(tenantId, 'Role', role.id), name, description, permissions: [...role.permissions].sort(), builtIn: false, members };
  }
}
