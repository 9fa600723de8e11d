import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { NotificationRules } from '@vedette/detection';
import type { NotificationRule } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import type { TenantId } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { ChangeNotificationRuleInput, EndNotificationRuleInput, NotificationRuleInput, NotificationRulePayloadType, NotificationRuleType } from './notification.types';

@Resolver()
export class NotificationRulesResolver {
  constructor(
    @Inject(NotificationRules) private readonly rules: NotificationRules,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [NotificationRuleType], { name: 'notificationRules', description: 'Who gets mail about which alerts; oldest first.' })
  @Requires('alert:read')
  async list(@CurrentActor() actor: Actor): Promise<NotificationRuleType[]> {
    return (await this.rules.list(actor)).map((rule) => this.viewOf(actor.tenantId, rule));
  }

  @Mutation(() => NotificationRulePayloadType)
  @Requires('notification:write')
  createNotificationRule(@CurrentActor() actor: Actor, @Args('input', { type: () => NotificationRuleInput }) input: NotificationRuleInput): Promise<NotificationRulePayloadType> {
    return answering(async () => ({ rule: this.viewOf(actor.tenantId, await this.rules.create(actor, input)) }));
  }

  @Mutation(() => NotificationRulePayloadType)
  @Requires('notification:write')
  changeNotificationRule(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ChangeNotificationRuleInput }) input: ChangeNotificationRuleInput,
  ): Promise<NotificationRulePayloadType> {
    const id = this.ids.read(actor.tenantId, 'NotificationRule', input.id);
    return answering(async () => ({ rule: this.viewOf(actor.tenantId, await this.rules.change(actor, id, input.rule)) }));
  }

  @Mutation(() => NotificationRulePayloadType, { description: 'What it held back is not sent any more.' })
  @Requires('notification:write')
  endNotificationRule(@CurrentActor() actor: Actor, @Args('input', { type: () => EndNotificationRuleInput }) input: EndNotificationRuleInput): Promise<NotificationRulePayloadType> {
    const id = this.ids.read(actor.tenantId, 'NotificationRule', input.id);
    return answering(async () => ({ rule: this.viewOf(actor.tenantId, await this.rules.end(actor, id)) }));
  }

  private viewOf(tenantId: TenantId, rule: NotificationRule): NotificationRuleType {
    return { ...rule, id: this.ids.write(tenantId, 'NotificationRule', rule.id) };
  }
}
