import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { alertCursor, Alerts } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { LiveCursors } from '../subscriptions/live-cursor';
import { AcknowledgeAlertInput, AlertFilterInput, AlertPayloadType, CloseAlertInput } from './alert.inputs';
import { AlertConnectionType, AlertType } from './alert.types';
import { AlertView } from './alert-view';

@Resolver(() => AlertType)
export class AlertsResolver {
  constructor(
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(AlertView) private readonly view: AlertView,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
    @Inject(LiveCursors) private readonly cursors: LiveCursors,
  ) {}

  @Query(() => AlertConnectionType, { name: 'alerts', description: 'Newest first. `first` is 1 to 100.' })
  @Requires('alert:read')
  async list(
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
    @Args('filter', { type: () => AlertFilterInput, nullable: true }) filter?: AlertFilterInput | null,
  ): Promise<AlertConnectionType> {
    const page = await this.alerts.list(actor, { first, after, filter });
    return {
      edges: page.alerts.map((alert) => ({
        cursor: alertCursor(alert),
        node: this.view.of(actor.tenantId, alert),
      })),
      pageInfo: {
        hasNextPage: page.hasNextPage,
        endCursor: page.endCursor,
        liveCursor: this.cursors.write(actor.tenantId, page.liveCursor),
      },
    };
  }

  @Query(() => AlertType, { nullable: true })
  @Requires('alert:read')
  async alert(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<AlertType | null> {
    try {
      const alert = await this.alerts.get(actor, this.ids.read(actor.tenantId, 'Alert', id));
      return this.view.of(actor.tenantId, alert);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'alert.not_found') return null;
      throw error;
    }
  }

  @Mutation(() => AlertPayloadType)
  @Requires('alert:write')
  acknowledgeAlert(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AcknowledgeAlertInput }) input: AcknowledgeAlertInput,
  ): Promise<AlertPayloadType> {
    return answering(async () => {
      const alert = await this.alerts.acknowledge(actor, this.ids.read(actor.tenantId, 'Alert', input.id));
      return { alert: this.view.of(actor.tenantId, alert) };
    });
  }

  @Mutation(() => AlertPayloadType)
  @Requires('alert:write')
  closeAlert(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CloseAlertInput }) input: CloseAlertInput,
  ): Promise<AlertPayloadType> {
    return answering(async () => {
      const feedback = { reason: input.reason ?? '', excludeFields: input.excludeFields };
      const alert = await this.alerts.close(actor, this.ids.read(actor.tenantId, 'Alert', input.id), input.resolution, feedback);
      return { alert: this.view.of(actor.tenantId, alert) };
    });
  }
}
