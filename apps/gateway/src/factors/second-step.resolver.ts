import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { PasskeySignIn, SecondStep, StepUp } from '@vedette/identity';
import type { Actor, FactorAnswer, NewSession, StepUpAnswer } from '@vedette/identity';
import { SessionPayloadType } from '../accounts/account.types';
import { viewerOf } from '../accounts/viewer-of';
import { Public, SignedIn } from '../auth/access';
import { AttemptLimits } from '../auth/attempt-limits';
import { SessionCookies } from '../auth/session-cookies';
import { visitOf } from '../auth/visit-of';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { PasskeyOptionsPayloadType, PassSecondFactorInput, SecondFactorTokenInput, SignInWithPasskeyInput, StepUpInput } from './factor.types';
import { oneAnswer } from './one-answer';

/** Where a factor opens a session, or proves anew who sits at one. */
@Resolver()
export class SecondStepResolver {
  constructor(
    @Inject(PasskeySignIn) private readonly passkeySignIn: PasskeySignIn,
    @Inject(SecondStep) private readonly secondStep: SecondStep,
    @Inject(StepUp) private readonly stepUps: StepUp,
    @Inject(AttemptLimits) private readonly attempts: AttemptLimits,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Mutation(() => PasskeyOptionsPayloadType, { description: 'To sign in without an e-mail address.' })
  @Public()
  beginPasskeySignIn(@Context() context: GatewayContext): Promise<PasskeyOptionsPayloadType> {
    return answering(async () => {
      await this.attempts.take('passkey-challenge', { address: visitOf(context).address });
      return { options: await this.passkeySignIn.begin() };
    });
  }

  @Mutation(() => SessionPayloadType)
  @Public()
  signInWithPasskey(@Context() context: GatewayContext, @Args('input', { type: () => SignInWithPasskeyInput }) input: SignInWithPasskeyInput): Promise<SessionPayloadType> {
    return answering(async () => {
      await this.attempts.take('passkey', { address: visitOf(context).address });
      return this.opened(context, await this.passkeySignIn.signInWith(input.response, visitOf(context)));
    });
  }

  @Mutation(() => PasskeyOptionsPayloadType, { description: 'After the password, for an account with a passkey.' })
  @Public()
  beginSecondFactorPasskey(@Context() context: GatewayContext, @Args('input', { type: () => SecondFactorTokenInput }) { token }: SecondFactorTokenInput): Promise<PasskeyOptionsPayloadType> {
    return answering(async () => {
      await this.attempts.take('second-factor', { address: visitOf(context).address, email: token });
      return { options: await this.secondStep.beginPasskey(token) };
    });
  }

  @Mutation(() => SessionPayloadType, { description: 'Ends a sign-in that asked for a second factor: there is no session before.' })
  @Public()
  passSecondFactor(@Context() context: GatewayContext, @Args('input', { type: () => PassSecondFactorInput }) input: PassSecondFactorInput): Promise<SessionPayloadType> {
    return answering(async () => {
      await this.attempts.take('second-factor', { address: visitOf(context).address, email: input.token });
      const { name, value } = oneAnswer(input, ['totp', 'recoveryCode', 'passkey']);
      const answer: FactorAnswer = name === 'totp' ? { totp: value } : name === 'passkey' ? { passkey: value } : { recoveryCode: value };
      return this.opened(context, await this.secondStep.pass(input.token, answer, visitOf(context)));
    });
  }

  @Mutation(() => PasskeyOptionsPayloadType)
  @SignedIn()
  beginStepUpPasskey(@CurrentActor() actor: Actor): Promise<PasskeyOptionsPayloadType> {
    return answering(async () => ({ options: await this.stepUps.beginPasskey(actor) }));
  }

  @Mutation(() => SessionPayloadType, { description: 'A fresh proof, for what asks for one; the session goes on under a new cookie.' })
  @SignedIn()
  stepUp(@CurrentActor() actor: Actor, @Context() context: GatewayContext, @Args('input', { type: () => StepUpInput }) input: StepUpInput): Promise<SessionPayloadType> {
    return answering(async () => {
      const visit = visitOf(context);
      await this.attempts.take('step-up', { address: visit.address, email: actor.principal });
      const { name, value } = oneAnswer(input, ['password', 'totp', 'passkey']);
      const answer: StepUpAnswer = name === 'totp' ? { totp: value } : name === 'passkey' ? { passkey: value } : { password: value };
      return this.opened(context, await this.stepUps.prove(actor, answer, visit));
    });
  }

  private opened({ reply }: GatewayContext, session: NewSession): Omit<SessionPayloadType, 'userErrors'> {
    if (reply) this.cookies.set(reply, session);
    return { viewer: viewerOf(this.ids, session.actor) };
  }
}
