import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Accounts } from '@vedette/identity';
import type { NewSession, SignInStep } from '@vedette/identity';
import { dateFrom } from '@vedette/kernel';
import { Public } from '../auth/access';
import { AttemptLimits } from '../auth/attempt-limits';
import { SessionCookies } from '../auth/session-cookies';
import { visitOf } from '../auth/visit-of';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { LogInInput, LogOutPayloadType, SessionPayloadType, SignUpInput, SignUpPayloadType, VerifyEmailInput, ViewerType } from './account.types';
import { viewerOf } from './viewer-of';

@Resolver()
export class AccountsResolver {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(AttemptLimits) private readonly attempts: AttemptLimits,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
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
      await this.accounts.signUp(input);
      return { accepted: true };
    });
    return { ...answer, accepted: answer.accepted ?? false };
  }

  @Mutation(() => SessionPayloadType, { description: 'Ends sign-up: opens the organisation and signs in.' })
  @Public()
  verifyEmail(
    @Context() context: GatewayContext,
    @Args('input', { type: () => VerifyEmailInput }) input: VerifyEmailInput,
  ): Promise<SessionPayloadType> {
    return answering(async () => this.opened(context, await this.accounts.verifyEmail(input.token, visitOf(context))));
  }

  @Mutation(() => SessionPayloadType)
  @Public()
  logIn(
    @Context() context: GatewayContext,
    @Args('input', { type: () => LogInInput }) input: LogInInput,
  ): Promise<SessionPayloadType> {
    return answering(async () => {
      await this.attempts.take('log-in', { address: visitOf(context).address, email: input.email });
      return this.step(context, await this.accounts.logIn(input, visitOf(context)));
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

  private step(context: GatewayContext, step: SignInStep): Omit<SessionPayloadType, 'userErrors'> {
    if ('session' in step) return this.opened(context, step.session);
    const { token, methods, blockedUntil } = step.secondFactor;
    return { secondFactor: { token, methods: [...methods], blockedUntil: blockedUntil === null ? null : dateFrom(blockedUntil) } };
  }

  private opened({ reply }: GatewayContext, session: NewSession): { viewer: ViewerType } {
    if (reply) this.cookies.set(reply, session);
    return { viewer: viewerOf(this.ids, session.actor) };
  }
}
