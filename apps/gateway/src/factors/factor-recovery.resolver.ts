import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { FactorRecovery } from '@vedette/identity';
import { Public } from '../auth/access';
import { AttemptLimits } from '../auth/attempt-limits';
import { visitOf } from '../auth/visit-of';
import type { GatewayContext } from '../graphql/gateway-context';
import { answering } from '../graphql/user-error';
import { doing } from '../members/done';
import { DonePayloadType } from '../members/member.types';
import { AskFactorRecoveryPayloadType, FactorRecoveryTokenInput, SecondFactorTokenInput } from './factor.types';

/** For whoever has lost every factor: nothing here signs anybody in. */
@Resolver()
export class FactorRecoveryResolver {
  constructor(
    @Inject(FactorRecovery) private readonly recovery: FactorRecovery,
    @Inject(AttemptLimits) private readonly attempts: AttemptLimits,
  ) {}

  @Mutation(() => AskFactorRecoveryPayloadType, { description: 'Mails a link that works a day later, and one that takes it back at once; owners of the organisations are told.' })
  @Public()
  askFactorRecovery(@Context() context: GatewayContext, @Args('input', { type: () => SecondFactorTokenInput }) { token }: SecondFactorTokenInput): Promise<AskFactorRecoveryPayloadType> {
    return answering(async () => {
      await this.attempts.take('recovery', { address: visitOf(context).address, email: token });
      return { usableFrom: await this.recovery.ask(token, visitOf(context)) };
    });
  }

  @Mutation(() => DonePayloadType, { description: 'By the link of the letter: nothing changes.' })
  @Public()
  cancelFactorRecovery(@Context() context: GatewayContext, @Args('input', { type: () => FactorRecoveryTokenInput }) { token }: FactorRecoveryTokenInput): Promise<DonePayloadType> {
    return doing(async () => {
      await this.attempts.take('recovery', { address: visitOf(context).address, email: token });
      await this.recovery.cancel(token);
    });
  }

  @Mutation(() => DonePayloadType, { description: 'Removes every factor and ends every session of the account; then sign in with the password.' })
  @Public()
  completeFactorRecovery(@Context() context: GatewayContext, @Args('input', { type: () => FactorRecoveryTokenInput }) { token }: FactorRecoveryTokenInput): Promise<DonePayloadType> {
    return doing(async () => {
      await this.attempts.take('recovery', { address: visitOf(context).address, email: token });
      await this.recovery.complete(token, visitOf(context));
    });
  }
}
