import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Accounts } from '@vedette/identity';
import { Public } from '../auth/access';
import { AttemptLimits } from '../auth/attempt-limits';
import { SessionCookies } from '../auth/session-cookies';
import { signUpHalfOf, visitOf } from '../auth/visit-of';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { LogInInput, LogOutPayloadType, SessionPayloadType, SignUpInput, SignUpPayloadType, VerifyEmailInput, ViewerType } from './account.types';
import { SessionAnswers } from './session-answers';
import { SignUpGuard } from './sign-up-guard';
import { viewerOf } from './viewer-of';

@Resolver()
export class AccountsResolver {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(AttemptLimits) private readonly attempts: AttemptLimits,
    @Inject(SignUpGuard) private readonly guard: SignUpGuard,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(SessionAnswers) private readonly answers: SessionAnswers,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => ViewerType, { nullable: true, description: 'Who is signed in; null for nobody.' })
  @Public()
  viewer(@Context() { actor }: GatewayContext): ViewerType | null {
    return actor && viewerOf(this.ids, actor);
  }

  @Mutation(() => SignUpPayloadType, { description: 'Always answers alike, whether the address is known or not.' })
  @Public()
  async signUp(
    @Context() context: GatewayContext,
    @Args('input', { type: () => SignUpInput }) input: SignUpInput,
  ): Promise<SignUpPayloadType> {
    const answer = await answering(async () => {
      await this.attempts.take('sign-up', { address: visitOf(context).address, email: input.email });
      const half = await this.accounts.signUp(input, (email) => this.guard.admit(email.key, visitOf(context).address, input.proof ?? undefined));
      if (context.reply) this.cookies.setSignUpHalf(context.reply, half);
      return { accepted: true };
    });
    const wanted = answer.userErrors.some(({ code }) => code === 'sign-up.proof_wanted');
    return { ...answer, accepted: answer.accepted ?? false, challenge: wanted ? await this.guard.challenge(input.email) : null };
  }

  @Mutation(() => SessionPayloadType, { description: 'Ends sign-up: opens the organisation and signs in. In the browser that signed up, or with the password chosen there.' })
  @Public()
  verifyEmail(
    @Context() context: GatewayContext,
    @Args('input', { type: () => VerifyEmailInput }) input: VerifyEmailInput,
  ): Promise<SessionPayloadType> {
    return answering(async () => {
      const visit = visitOf(context);
      await this.attempts.take('mail-link', { address: visit.address, email: input.token });
      const by = { half: signUpHalfOf(context), password: input.password };
      return this.answers.opened(context, await this.accounts.verifyEmail(input.token, visit, by));
    });
  }

  @Mutation(() => SessionPayloadType)
  @Public()
  logIn(
    @Context() context: GatewayContext,
    @Args('input', { type: () => LogInInput }) input: LogInInput,
  ): Promise<SessionPayloadType> {
    return answering(async () => {
      const visit = visitOf(context);
      const device = await this.accounts.knownDevice(input.email, visit);
      await this.attempts.take('log-in', { address: visit.address, email: input.email, device });
      return this.answers.step(context, await this.accounts.logIn(input, visit));
    });
  }

  /** Public, so that a browser whose session has ended can still drop its cookie. */
  @Mutation(() => LogOutPayloadType)
  @Public()
  async logOut(@Context() { actor, reply }: GatewayContext): Promise<LogOutPayloadType> {
    if (actor?.sessionId) await this.accounts.logOut(actor);
    if (reply) this.cookies.clear(reply);
    return { ok: true };
  }
}
