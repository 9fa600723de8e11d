import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Alerts, Comments } from '@vedette/detection';
import type { Comment } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import type { TenantId } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { AlertPayloadType } from './alert.inputs';
import { AlertType } from './alert.types';
import {
  AlertCommentType, AlertEventType, AlertFeedbackType, AssignAlertInput, CommentPayloadType, DeleteCommentInput, EditCommentInput, RelatedAlertType, WriteCommentInput,
} from './alert-work.types';
import { AlertView } from './alert-view';

/** What is known of an alert besides itself, read only where it is asked for; and what people add to it. */
@Resolver(() => AlertType)
export class AlertWorkResolver {
  constructor(
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(Comments) private readonly comments: Comments,
    @Inject(AlertView) private readonly view: AlertView,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @ResolveField('comments', () => [AlertCommentType], { description: 'Oldest first, at most 500.' })
  async listComments(@CurrentActor() actor: Actor, @Parent() { alert }: AlertType): Promise<AlertCommentType[]> {
    return (await this.comments.list(actor, alert.id)).map((comment) => this.commentOf(actor.tenantId, comment));
  }

  @ResolveField('history', () => [AlertEventType], { description: 'What was done, oldest first.' })
  async history(@CurrentActor() actor: Actor, @Parent() { alert }: AlertType): Promise<AlertEventType[]> {
    return this.alerts.history(actor, alert.id);
  }

  @ResolveField('related', () => [RelatedAlertType], { description: 'Within 24 hours before and after, the closest first, at most 20.' })
  async related(@CurrentActor() actor: Actor, @Parent() { alert }: AlertType): Promise<RelatedAlertType[]> {
    const related = await this.alerts.related(actor, alert.id);
    return related.map(({ alert: other, relations }) => ({ alert: this.view.of(actor.tenantId, other), relations }));
  }

  @ResolveField('feedback', () => AlertFeedbackType, { nullable: true, description: 'Why it was a false positive.' })
  async feedback(@CurrentActor() actor: Actor, @Parent() { alert }: AlertType): Promise<AlertFeedbackType | null> {
    return alert.resolution === 'false-positive' ? this.alerts.feedback(actor, alert.id) : null;
  }

  @Mutation(() => AlertPayloadType)
  @Requires('alert:write')
  assignAlert(@CurrentActor() actor: Actor, @Args('input', { type: () => AssignAlertInput }) input: AssignAlertInput): Promise<AlertPayloadType> {
    return answering(async () => {
      const alert = await this.alerts.assign(actor, this.ids.read(actor.tenantId, 'Alert', input.id), input.assignee ?? null);
      return { alert: this.view.of(actor.tenantId, alert) };
    });
  }

  @Mutation(() => CommentPayloadType)
  @Requires('alert:write')
  writeComment(@CurrentActor() actor: Actor, @Args('input', { type: () => WriteCommentInput }) input: WriteCommentInput): Promise<CommentPayloadType> {
    const alertId = this.ids.read(actor.tenantId, 'Alert', input.alertId);
    return answering(async () => ({ comment: this.commentOf(actor.tenantId, await this.comments.write(actor, alertId, input.text)) }));
  }

  @Mutation(() => CommentPayloadType, { description: 'One of your own, for 15 minutes.' })
  @Requires('alert:write')
  editComment(@CurrentActor() actor: Actor, @Args('input', { type: () => EditCommentInput }) input: EditCommentInput): Promise<CommentPayloadType> {
    const id = this.ids.read(actor.tenantId, 'AlertComment', input.id);
    return answering(async () => ({ comment: this.commentOf(actor.tenantId, await this.comments.edit(actor, id, input.text)) }));
  }

  @Mutation(() => CommentPayloadType, { description: 'One of your own; answers what it said.' })
  @Requires('alert:write')
  deleteComment(@CurrentActor() actor: Actor, @Args('input', { type: () => DeleteCommentInput }) input: DeleteCommentInput): Promise<CommentPayloadType> {
    const id = this.ids.read(actor.tenantId, 'AlertComment', input.id);
    return answering(async () => ({ comment: this.commentOf(actor.tenantId, await this.comments.delete(actor, id)) }));
  }

  private commentOf(tenantId: TenantId, { id, author, text, createdAt, editedAt }: Comment): AlertCommentType {
    return { id: this.ids.write(tenantId, 'AlertComment', id), author, text, createdAt, editedAt };
  }
}
