import { Inject } from '@nestjs/common';
import { Args, Context, Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { LeakedKeys } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { SignedIn } from '../auth/access';
import { visitOf } from '../auth/visit-of';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { answering, UserErrorType } from '../graphql/user-error';
import { CallLimits } from '../http/call-limits';

@InputType()
export class ReportLeakedKeyInput {
  @Field(() => String, { description: 'The whole key, as it was found.' }) secret: string;
}

@ObjectType('ReportLeakedKeyPayload')
export class ReportLeakedKeyPayloadType {
  @Field(() => Boolean, { description: 'Whether it is a key of this installation, in whichever organisation; it is revoked now.' }) revoked: boolean;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

/** Who found it stays with us: it may be a key of another organisation. */
const reports = { name: 'leak.report', calls: 30, minutes: 10 } as const;

@Resolver()
export class LeaksResolver {
  constructor(
    @Inject(LeakedKeys) private readonly leaks: LeakedKeys,
    @Inject(CallLimits) private readonly limits: CallLimits,
  ) {}

  @Mutation(() => ReportLeakedKeyPayloadType, { description: 'Ends a key that was found where it should not be; to hold it is proof enough.' })
  @SignedIn()
  async reportLeakedKey(
    @CurrentActor() actor: Actor,
    @Context() context: GatewayContext,
    @Args('input', { type: () => ReportLeakedKeyInput }) { secret }: ReportLeakedKeyInput,
  ): Promise<ReportLeakedKeyPayloadType> {
    const answer = await answering(async () => {
      await this.limits.ofAccount(actor.principal, reports);
      await this.limits.ofAddress(visitOf(context).address, reports);
      return { revoked: await this.leaks.report(secret.trim().slice(0, 300), { reporter: 'a user of Vedette' }) };
    });
    return { ...answer, revoked: answer.revoked ?? false };
  }
}
