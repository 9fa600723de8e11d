import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { InvitationDoor, Invitations } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { SessionPayloadType } from '../accounts/account.types';
import { SessionAnswers } from '../accounts/session-answers';
import { Public, Requires, StepUp } from '../auth/access';
import { AttemptLimits } from '../auth/attempt-limits';
import { visitOf } from '../auth/visit-of';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { doing } from './done';
import { AcceptInvitationInput, InvitationGlanceType, InvitationInput, InvitationPayloadType, InvitationType, InviteInput } from './invitation.types';
import { DonePayloadType } from './member.types';
import { MemberView } from './member-view';

@Resolver()
export class InvitationsResolver {
  constructor(
    @Inject(Invitations) private readonly invitations: Invitations,
    @Inject(InvitationDoor) private readonly door: InvitationDoor,
    @Inject(MemberView) private readonly view: MemberView,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
    @Inject(AttemptLimits) private readonly attempts: AttemptLimits,
    @Inject(SessionAnswers) private readonly answers: SessionAnswers,
  ) {}

  @Query(() => [InvitationType], { name: 'invitations', description: 'The open ones and those that ended unanswered, newest first.' })
  @Requires('member:read')
  async list(@CurrentActor() actor: Actor): Promise<InvitationType[]> {
    return (await this.invitations.list(actor)).map((each) => this.view.invitation(actor.tenantId, each));
  }

  @Mutation(() => InvitationPayloadType)
  @Requires('member:write')
  @StepUp()
  invite(@CurrentActor() actor: Actor, @Args('input', { type: () => InviteInput }) input: InviteInput): Promise<InvitationPayloadType> {
    const role = this.view.choice(actor.tenantId, input.role);
    return answering(async () => ({ invitation: this.view.invitation(actor.tenantId, await this.invitations.invite(actor, { email: input.email, role })) }));
  }

  @Mutation(() => InvitationPayloadType, { description: 'The letters before it are dead.' })
  @Requires('member:write')
  resendInvitation(@CurrentActor() actor: Actor, @Args('input', { type: () => InvitationInput }) input: InvitationInput): Promise<InvitationPayloadType> {
    const id = this.ids.read(actor.tenantId, 'Invitation', input.id);
    return answering(async () => ({ invitation: this.view.invitation(actor.tenantId, await this.invitations.resend(actor, id)) }));
  }

  @Mutation(() => DonePayloadType)
  @Requires('member:write')
  revokeInvitation(@CurrentActor() actor: Actor, @Args('input', { type: () => InvitationInput }) input: InvitationInput): Promise<DonePayloadType> {
    return doing(() => this.invitations.revoke(actor, this.ids.read(actor.tenantId, 'Invitation', input.id)));
  }

  @Query(() => InvitationGlanceType, { name: 'invitation', nullable: true, description: 'By the token of the letter. Null: wrong, used, late or taken back.' })
  @Public()
  async look(@Context() context: GatewayContext, @Args('token', { type: () => String }) token: string): Promise<InvitationGlanceType | null> {
    await this.attempts.take('invitation', { address: visitOf(context).address, email: token });
    try {
      return await this.door.look(token);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'token.invalid') return null;
      throw error;
    }
  }

  @Mutation(() => SessionPayloadType, { description: 'By whoever is signed in with the invited address, or with a new password where it has no account.' })
  @Public()
  acceptInvitation(@Context() context: GatewayContext, @Args('input', { type: () => AcceptInvitationInput }) input: AcceptInvitationInput): Promise<SessionPayloadType> {
    return answering(async () => {
      await this.attempts.take('invitation', { address: visitOf(context).address, email: input.token });
      const session = await this.door.accept(input.token, { actor: context.actor, password: input.password }, visitOf(context));
      return this.answers.opened(context, session);
    });
  }
}
