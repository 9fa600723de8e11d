import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Teams } from '@vedette/identity';
import type { Actor, Team } from '@vedette/identity';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { doing } from './done';
import { CreateTeamInput, DonePayloadType, RemoveTeamInput, RenameTeamInput, TeamMemberInput, TeamPayloadType, TeamType } from './member.types';
import { MemberView } from './member-view';

@Resolver()
export class TeamsResolver {
  constructor(
    @Inject(Teams) private readonly domain: Teams,
    @Inject(MemberView) private readonly view: MemberView,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [TeamType], { description: 'By name.' })
  @Requires('member:read')
  async teams(@CurrentActor() actor: Actor): Promise<TeamType[]> {
    return (await this.domain.list(actor)).map((team) => this.view.team(actor.tenantId, team));
  }

  @Mutation(() => TeamPayloadType)
  @Requires('member:write')
  createTeam(@CurrentActor() actor: Actor, @Args('input', { type: () => CreateTeamInput }) input: CreateTeamInput): Promise<TeamPayloadType> {
    return this.answer(actor, async () => this.domain.create(actor, input.name));
  }

  @Mutation(() => TeamPayloadType)
  @Requires('member:write')
  renameTeam(@CurrentActor() actor: Actor, @Args('input', { type: () => RenameTeamInput }) input: RenameTeamInput): Promise<TeamPayloadType> {
    return this.answer(actor, async () => this.domain.rename(actor, this.read(actor, input.id), input.name));
  }

  @Mutation(() => DonePayloadType, { description: 'Its members stay members.' })
  @Requires('member:write')
  removeTeam(@CurrentActor() actor: Actor, @Args('input', { type: () => RemoveTeamInput }) input: RemoveTeamInput): Promise<DonePayloadType> {
    return doing(() => this.domain.remove(actor, this.read(actor, input.id)));
  }

  @Mutation(() => TeamPayloadType)
  @Requires('member:write')
  addToTeam(@CurrentActor() actor: Actor, @Args('input', { type: () => TeamMemberInput }) input: TeamMemberInput): Promise<TeamPayloadType> {
    return this.answer(actor, async () => this.domain.put(actor, this.read(actor, input.id), this.ids.read(actor.tenantId, 'Membership', input.memberId)));
  }

  @Mutation(() => TeamPayloadType)
  @Requires('member:write')
  removeFromTeam(@CurrentActor() actor: Actor, @Args('input', { type: () => TeamMemberInput }) input: TeamMemberInput): Promise<TeamPayloadType> {
    return this.answer(actor, async () => this.domain.take(actor, this.read(actor, input.id), this.ids.read(actor.tenantId, 'Membership', input.memberId)));
  }

  private answer(actor: Actor, work: () => Promise<Team>): Promise<TeamPayloadType> {
    return answering(async () => ({ team: this.view.team(actor.tenantId, await work()) }));
  }

  private read(actor: Actor, id: string): string {
    return this.ids.read(actor.tenantId, 'Team', id);
  }
}
