import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { Hunts } from '@vedette/detection';
import type { Hunt } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { answering } from '../graphql/user-error';
import { refuse } from '../refusals';
import { CancelHuntInput, HuntChangeType, HuntHitType, HuntKindEnum, HuntPayloadType, HuntType, RerunRuleInput, StartHuntInput } from './hunt.types';
import { huntHitView, HuntView } from './hunt-view';

@Resolver(() => HuntType)
export class HuntsResolver {
  constructor(
    @Inject(Hunts) private readonly hunts: Hunts,
    @Inject(HuntView) private readonly view: HuntView,
  ) {}

  @Query(() => [HuntType], { name: 'hunts', description: 'The newest first, at most 100.' })
  @Requires('hunt:read')
  async list(@CurrentActor() actor: Actor, @Args('kind', { type: () => HuntKindEnum, nullable: true }) kind?: Hunt['kind'] | null): Promise<HuntType[]> {
    return (await this.hunts.list(actor, kind)).map((hunt) => this.view.of(actor.tenantId, hunt));
  }

  @Query(() => HuntType, { nullable: true })
  @Requires('hunt:read')
  async hunt(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<HuntType | null> {
    try {
      return this.view.of(actor.tenantId, await this.hunts.get(actor, this.view.idOf(actor.tenantId, id)));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'hunt.not_found') return null;
      throw error;
    }
  }

  @ResolveField(() => [HuntHitType])
  @Requires('hunt:read')
  async hits(
    @CurrentActor() actor: Actor,
    @Parent() { hunt }: HuntType,
    @Args('after', { type: () => Int, nullable: true, defaultValue: 0 }) after: number | null,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 50 }) first: number | null,
  ): Promise<HuntHitType[]> {
    return (await this.hunts.hits(actor, hunt.id, after ?? 0, first ?? 50)).map(huntHitView);
  }

  @Mutation(() => HuntPayloadType, { description: 'Starts in the background: follow it with `huntChanged`.' })
  @Requires('hunt:write')
  startHunt(@CurrentActor() actor: Actor, @Args('input', { type: () => StartHuntInput }) input: StartHuntInput): Promise<HuntPayloadType> {
    return answering(async () => ({ hunt: this.view.of(actor.tenantId, await this.hunts.start(actor, input)) }));
  }

  @Mutation(() => HuntPayloadType, { description: 'Runs a rule that is on over the past and opens the alerts that it would have opened; nothing counts twice.' })
  @Requires('rule:write')
  rerunRule(@CurrentActor() actor: Actor, @Args('input', { type: () => RerunRuleInput }) input: RerunRuleInput): Promise<HuntPayloadType> {
    return answering(async () => ({ hunt: this.view.of(actor.tenantId, await this.hunts.rerun(actor, input)) }));
  }

  @Mutation(() => HuntPayloadType)
  @Requires('hunt:write')
  cancelHunt(@CurrentActor() actor: Actor, @Args('input', { type: () => CancelHuntInput }) input: CancelHuntInput): Promise<HuntPayloadType> {
    return answering(async () => ({ hunt: this.view.of(actor.tenantId, await this.hunts.cancel(actor, this.view.idOf(actor.tenantId, input.id))) }));
  }

  @Subscription(() => HuntChangeType, {
    description: 'Each step of a hunt, in order; `after` resumes like `alertChanged`.',
    resolve: (change: { huntChanged: HuntChangeType }) => change.huntChanged,
  })
  @Requires('hunt:read')
  huntChanged(@Args('id', { type: () => ID }) _id: string, @Args('after', { type: () => String, nullable: true }) _after?: string | null): AsyncIterator<unknown> {
    throw refuse('query.not_here');
  }
}
