import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '@vedette/identity';
import { Requires, SignedIn } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { doing } from '../members/done';
import { DonePayloadType } from '../members/member.types';
import { FirstSteps } from './first-steps';
import { FirstStepsType } from './first-steps.types';

@Resolver()
export class FirstStepsResolver {
  constructor(@Inject(FirstSteps) private readonly firstSteps: FirstSteps) {}

  @Query(() => FirstStepsType, { name: 'firstSteps' })
  @SignedIn()
  async read(@CurrentActor() actor: Actor): Promise<FirstStepsType> {
    const { steps, dismissed } = await this.firstSteps.of(actor);
    return { steps: steps.map(({ id, at }) => ({ id, done: at !== null, at })), dismissed };
  }

  @Mutation(() => DonePayloadType, { description: 'Puts the first steps away, for all of the organisation.' })
  @Requires('member:write')
  dismissFirstSteps(@CurrentActor() actor: Actor): Promise<DonePayloadType> {
    return doing(() => this.firstSteps.dismiss(actor, true));
  }

  @Mutation(() => DonePayloadType)
  @Requires('member:write')
  showFirstSteps(@CurrentActor() actor: Actor): Promise<DonePayloadType> {
    return doing(() => this.firstSteps.dismiss(actor, false));
  }
}
