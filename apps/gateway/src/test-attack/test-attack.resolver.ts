import { Inject } from '@nestjs/common';
import { Field, Int, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Segments, TEST_ATTACK_SOURCE, testAttack } from '@vedette/detection';
import { Actor } from '@vedette/identity';
import { systemClock } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { Quota } from '../ingest/quota';

@ObjectType('SendTestAttackPayload')
export class SendTestAttackPayloadType {
  @Field(() => String) source: string;
  @Field(() => Int) events: number;
}

@Resolver()
export class TestAttackResolver {
  constructor(
    @Inject(Segments) private readonly segments: Segments,
    @Inject(Quota) private readonly quota: Quota,
  ) {}

  @Mutation(() => SendTestAttackPayloadType, { description: 'Sends a short, harmless trail of attack events into the own tenant.' })
  @Requires('test-attack:write')
  async sendTestAttack(@CurrentActor() actor: Actor): Promise<SendTestAttackPayloadType> {
    await this.quota.take(actor.tenantId, testAttack(systemClock.now()).length);
    const { accepted } = await this.segments.sendTestAttack(actor);
    return { source: TEST_ATTACK_SOURCE, events: accepted };
  }
}
