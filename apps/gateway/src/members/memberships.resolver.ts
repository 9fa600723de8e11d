import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Members } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { Requires, SignedIn, StepUp } from '../auth/access';
import { SessionCookies } from '../auth/session-cookies';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { doing } from './done';
import { ChangeMemberRoleInput, DonePayloadType, LeaveInput, MemberInput, MembershipPayloadType, MembershipType } from './member.types';
import { MemberView } from './member-view';

@Resolver()
export class MembershipsResolver {
  constructor(
    @Inject(Members) private readonly members: Members,
    @Inject(MemberView) private readonly view: MemberView,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
  ) {}

  @Query(() => [MembershipType], { description: 'Who joined first comes first; at most 1,000.' })
  @Requires('member:read')
  async memberships(@CurrentActor() actor: Actor): Promise<MembershipType[]> {
    return (await this.members.list(actor)).map((member) => this.view.membership(actor, member));
  }

  @Mutation(() => MembershipPayloadType, { description: 'Counts at once, on open sockets too.' })
  @Requires('member:write')
  @StepUp()
  changeMemberRole(@CurrentActor() actor: Actor, @Args('input', { type: () => ChangeMemberRoleInput }) input: ChangeMemberRoleInput): Promise<MembershipPayloadType> {
    const choice = this.view.choice(actor.tenantId, input.role);
    return answering(async () => ({ membership: this.view.membership(actor, await this.members.changeRole(actor, this.read(actor, input.id), choice)) }));
  }

  @Mutation(() => DonePayloadType, { description: 'Ends their sessions, sockets and keys here at once.' })
  @Requires('member:write')
  @StepUp()
  removeMember(@CurrentActor() actor: Actor, @Args('input', { type: () => MemberInput }) input: MemberInput): Promise<DonePayloadType> {
    return doing(() => this.members.remove(actor, this.read(actor, input.id)));
  }

  @Mutation(() => MembershipPayloadType, { description: 'They become an owner, and you an admin.' })
  @Requires('member:write')
  @StepUp()
  transferOwnership(@CurrentActor() actor: Actor, @Args('input', { type: () => MemberInput }) input: MemberInput): Promise<MembershipPayloadType> {
    return answering(async () => ({ membership: this.view.membership(actor, await this.members.transferOwnership(actor, this.read(actor, input.id))) }));
  }

  @Mutation(() => DonePayloadType, { description: 'Ends your own membership here.' })
  @SignedIn()
  async leave(@CurrentActor() actor: Actor, @Context() { reply }: GatewayContext, @Args('input', { type: () => LeaveInput }) input: LeaveInput): Promise<DonePayloadType> {
    const answer = await doing(() => this.members.leave(actor, input.name));
    if (answer.done && reply) this.cookies.clear(reply);
    return answer;
  }

  private read(actor: Actor, id: string): string {
    return this.ids.read(actor.tenantId, 'Membership', id);
  }
}
