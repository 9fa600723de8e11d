import { Inject } from '@nestjs/common';
import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { placeCursor, PlatformLog } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { OperatorOnly } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { PlatformLogConnectionType } from './platform.types';

@Resolver()
export class PlatformLogResolver {
  constructor(
    @Inject(PlatformLog) private readonly log: PlatformLog,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => PlatformLogConnectionType, { name: 'platformLog', description: 'What operators did, newest first; `first` is 1 to 100.' })
  @OperatorOnly()
  async list(
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<PlatformLogConnectionType> {
    const page = await this.log.list(actor, { first, after });
    return {
      edges: page.items.map((entry) => ({
        cursor: placeCursor(entry),
        node: {
          id: this.ids.write(actor.tenantId, 'PlatformLogEntry', entry.id),
          at: entry.at,
          operator: `account:${entry.operatorId}`,
          operatorEmail: entry.operatorEmail,
          action: entry.action,
          tenant: entry.tenantId && this.ids.write(actor.tenantId, 'PlatformTenant', entry.tenantId),
          tenantName: entry.tenantName,
          details: entry.details,
        },
      })),
      pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor, liveCursor: null },
    };
  }
}
