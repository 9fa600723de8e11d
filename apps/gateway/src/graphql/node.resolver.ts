import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Alerts } from '@vedette/detection';
import { ApiKeys } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { tenantOf } from '../accounts/viewer-of';
import { AlertView } from '../alerts/alert-view';
import { apiKeyView } from '../api-keys/api-key-view';
import { Requires } from '../auth/access';
import { CurrentActor } from './gateway-context';
import { GlobalIds } from './global-id';
import { NodeType } from './relay.types';

@Resolver()
export class NodeResolver {
  constructor(
    @Inject(GlobalIds) private readonly ids: GlobalIds,
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(AlertView) private readonly alertView: AlertView,
    @Inject(ApiKeys) private readonly keys: ApiKeys,
  ) {}

  /** Null for an id that is foreign, unknown, malformed or of something the caller may not read. */
  @Query(() => NodeType, { nullable: true })
  @Requires('alert:read')
  async node(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<NodeType | null> {
    const found = this.ids.parse(actor.tenantId, id);
    if (found?.type === 'Tenant') return found.id === actor.tenantId ? tenantOf(this.ids, actor) : null;
    if (found?.type === 'ApiKey') {
      if (!actor.may('key:read')) return null;
      const key = (await this.keys.list(actor)).find((each) => each.id === found.id);
      return key ? apiKeyView(this.ids, actor, key) : null;
    }
    try {
      const alert = await this.alerts.get(actor, this.ids.read(actor.tenantId, 'Alert', id));
      return this.alertView.of(actor.tenantId, alert);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'alert.not_found') return null;
      throw error;
    }
  }
}
