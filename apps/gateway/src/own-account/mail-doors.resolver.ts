import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { PasswordReset, SignInLinks } from '@vedette/identity';
import { SessionPayloadType } from '../accounts/account.types';
import { SessionAnswers } from '../accounts/session-answers';
import { Public } from '../auth/access';
import { AttemptLimits } from '../auth/attempt-limits';
import { SessionCookies } from '../auth/session-cookies';
import { linkHalfOf, visitOf } from '../auth/visit-of';
import type { GatewayContext } from '../graphql/gateway-context';
import { answering } from '../graphql/user-error';
import { doing } from '../members/done';
import { DonePayloadType } from '../members/member.types';
import { AskByMailInput, AskedPayloadType, MailTokenInput, ResetPasswordInput } from './own-account.types';

/** What a letter opens, for whoever is not signed in. */
@Resolver()
export class MailDoorsResolver {
  constructor(
    @Inject(PasswordReset) private readonly reset: PasswordReset,
    @Inject(SignInLinks) private readonly links: SignInLinks,
    @Inject(AttemptLimits) private readonly attempts: AttemptLimits,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(SessionAnswers) private readonly answers: SessionAnswers,
  ) {}

  @Mutation(() => AskedPayloadType, { description: 'A letter to the address, if it has an account. Always answers alike.' })
  @Public()
  askPasswordReset(@Context() context: GatewayContext, @Args('input', { type: () => AskByMailInput }) { email }: AskByMailInput): Promise<AskedPayloadType> {
    return asked(async () => {
      await this.attempts.take('ask-reset', { address: visitOf(context).address, email });
      await this.reset.ask(email);
    });
  }

  @Mutation(() => SessionPayloadType, { description: 'Ends all sessions of the account, and signs in; a second factor is asked for as ever.' })
  @Public()
  resetPassword(@Context() context: GatewayContext, @Args('input', { type: () => ResetPasswordInput }) input: ResetPasswordInput): Promise<SessionPayloadType> {
    return answering(async () => {
      const visit = visitOf(context);
      await this.attempts.take('mail-link', { address: visit.address, email: input.token });
      return this.answers.step(context, await this.reset.use(input.token, input.password, visit));
    });
  }

  @Mutation(() => AskedPayloadType, { description: 'A letter to the address, if it has an account. Its link works in this browser alone.' })
  @Public()
  askSignInLink(@Context() context: GatewayContext, @Args('input', { type: () => AskByMailInput }) { email }: AskByMailInput): Promise<AskedPayloadType> {
    return asked(async () => {
      await this.attempts.take('ask-sign-in-link', { address: visitOf(context).address, email });
      const half = await this.links.ask(email);
      if (context.reply) this.cookies.setLinkHalf(context.reply, half);
    });
  }

  @Mutation(() => SessionPayloadType)
  @Public()
  signInWithLink(@Context() context: GatewayContext, @Args('input', { type: () => MailTokenInput }) { token }: MailTokenInput): Promise<SessionPayloadType> {
    return answering(async () => {
      const visit = visitOf(context);
      await this.attempts.take('mail-link', { address: visit.address, email: token });
      return this.answers.step(context, await this.links.use(token, linkHalfOf(context), visit));
    });
  }

  @Mutation(() => DonePayloadType, { description: 'Of the letter about a new browser: ends what was opened there, and sends a link to a new password.' })
  @Public()
  notMe(@Context() context: GatewayContext, @Args('input', { type: () => MailTokenInput }) { token }: MailTokenInput): Promise<DonePayloadType> {
    return doing(async () => {
      await this.attempts.take('mail-link', { address: visitOf(context).address, email: token });
      await this.reset.disown(token);
    });
  }
}

async function asked(work: () => Promise<void>): Promise<AskedPayloadType> {
  const { done, userErrors } = await doing(work);
  return { accepted: done, userErrors };
}
