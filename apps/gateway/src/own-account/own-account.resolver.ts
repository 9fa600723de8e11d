import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { OwnEmail, OwnPassword } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { SessionPayloadType } from '../accounts/account.types';
import { SessionAnswers } from '../accounts/session-answers';
import { SignedIn, StepUp } from '../auth/access';
import { AttemptLimits } from '../auth/attempt-limits';
import { visitOf } from '../auth/visit-of';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { answering } from '../graphql/user-error';
import { doing } from '../members/done';
import { DonePayloadType } from '../members/member.types';
import { AskEmailChangeInput, ChangePasswordInput, EmailChangePayloadType, EmailChangeType, MailTokenInput } from './own-account.types';

/** One's own password and address. */
@Resolver()
export class OwnAccountResolver {
  constructor(
    @Inject(OwnPassword) private readonly password: OwnPassword,
    @Inject(OwnEmail) private readonly email: OwnEmail,
    @Inject(AttemptLimits) private readonly attempts: AttemptLimits,
    @Inject(SessionAnswers) private readonly answers: SessionAnswers,
  ) {}

  @Mutation(() => SessionPayloadType, { description: 'Ends all your other sessions; this one goes on under a new cookie.' })
  @SignedIn()
  changePassword(@CurrentActor() actor: Actor, @Context() context: GatewayContext, @Args('input', { type: () => ChangePasswordInput }) input: ChangePasswordInput): Promise<SessionPayloadType> {
    return answering(async () => {
      const visit = visitOf(context);
      await this.attempts.take('password', { address: visit.address, email: actor.principal });
      return this.answers.opened(context, await this.password.change(actor, input, visit));
    });
  }

  @Query(() => EmailChangeType, { nullable: true, description: 'Null: none is under way.' })
  @SignedIn()
  myEmailChange(@CurrentActor() actor: Actor): Promise<EmailChangeType | null> {
    return this.email.pending(actor);
  }

  @Mutation(() => EmailChangePayloadType, { description: 'A letter to each of the two addresses; both links are needed. Answers alike whether somebody has the new one or not.' })
  @SignedIn()
  @StepUp()
  askEmailChange(@CurrentActor() actor: Actor, @Context() context: GatewayContext, @Args('input', { type: () => AskEmailChangeInput }) input: AskEmailChangeInput): Promise<EmailChangePayloadType> {
    return answering(async () => {
      await this.attempts.take('email-change', { address: visitOf(context).address, email: actor.principal });
      return { emailChange: await this.email.ask(actor, input.email) };
    });
  }

  @Mutation(() => EmailChangePayloadType, { description: 'By either link, signed in to the account that it was made for. The second ends all your other sessions.' })
  @SignedIn()
  confirmEmailChange(@CurrentActor() actor: Actor, @Context() context: GatewayContext, @Args('input', { type: () => MailTokenInput }) { token }: MailTokenInput): Promise<EmailChangePayloadType> {
    return answering(async () => {
      const visit = visitOf(context);
      await this.attempts.take('mail-link', { address: visit.address, email: token });
      const session = await this.email.confirm(actor, token, visit);
      return session ? { ...(await this.answers.opened(context, session)), emailChange: null } : { emailChange: await this.email.pending(actor) };
    });
  }

  @Mutation(() => DonePayloadType, { description: 'Its links are dead.' })
  @SignedIn()
  cancelEmailChange(@CurrentActor() actor: Actor): Promise<DonePayloadType> {
    return doing(() => this.email.cancel(actor));
  }
}
