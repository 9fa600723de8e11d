import { Inject } from '@nestjs/common';
import { Args, Field, Float, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Suppressions } from '@vedette/detection';
import type { Suppression } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import type { TenantId } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { DateTime } from '../graphql/scalars';
import { answering, UserErrorType } from '../graphql/user-error';

@ObjectType('Suppression', { description: 'Matches of a rule that share these values within the window add to one alert.' })
export class SuppressionType {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true, description: 'Null: every rule, each by itself.' }) ruleId: string | null;
  @Field(() => [String], { description: 'Fields of the event, or `entity`.' }) keys: readonly string[];
  @Field(() => Int) windowMinutes: number;
  @Field(() => String) owner: string;
  @Field(() => String) reason: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) expiresAt: Date | null;
  @Field(() => DateTime, { nullable: true }) endedAt: Date | null;
  @Field(() => Float, { description: 'Matches that added to an alert instead of opening one.' }) hits: number;
  @Field(() => DateTime, { nullable: true }) lastHitAt: Date | null;
}

@InputType()
export class CreateSuppressionInput {
  @Field(() => String, { nullable: true }) ruleId?: string | null;
  @Field(() => [String], { description: '1 to 10.' }) keys: string[];
  @Field(() => Int, { description: '5 to 10,080.' }) windowMinutes: number;
  @Field(() => String) reason: string;
  @Field(() => DateTime, { nullable: true }) expiresAt?: Date | null;
}

@InputType()
export class EndSuppressionInput {
  @Field(() => ID) id: string;
}

@ObjectType('SuppressionPayload')
export class SuppressionPayloadType {
  @Field(() => SuppressionType, { nullable: true }) suppression?: SuppressionType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

const MINUTE = 60_000;

@Resolver()
export class SuppressionsResolver {
  constructor(
    @Inject(Suppressions) private readonly suppressions: Suppressions,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [SuppressionType], { name: 'suppressions', description: 'Those in force first, then what has ended.' })
  @Requires('alert:read')
  async list(@CurrentActor() actor: Actor): Promise<SuppressionType[]> {
    return (await this.suppressions.list(actor)).map((one) => this.viewOf(actor.tenantId, one));
  }

  @Mutation(() => SuppressionPayloadType)
  @Requires('alert:write')
  createSuppression(@CurrentActor() actor: Actor, @Args('input', { type: () => CreateSuppressionInput }) input: CreateSuppressionInput): Promise<SuppressionPayloadType> {
    const wanted = { ruleId: input.ruleId, keys: input.keys, windowMs: input.windowMinutes * MINUTE, reason: input.reason, expiresAt: input.expiresAt };
    return answering(async () => ({ suppression: this.viewOf(actor.tenantId, await this.suppressions.create(actor, wanted)) }));
  }

  @Mutation(() => SuppressionPayloadType)
  @Requires('alert:write')
  endSuppression(@CurrentActor() actor: Actor, @Args('input', { type: () => EndSuppressionInput }) input: EndSuppressionInput): Promise<SuppressionPayloadType> {
    const id = this.ids.read(actor.tenantId, 'Suppression', input.id);
    return answering(async () => ({ suppression: this.viewOf(actor.tenantId, await this.suppressions.end(actor, id)) }));
  }

  private viewOf(tenantId: TenantId, { windowMs, ...one }: Suppression): SuppressionType {
    return { ...one, id: this.ids.write(tenantId, 'Suppression', one.id), windowMinutes: windowMs / MINUTE };
  }
}
