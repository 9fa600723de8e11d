import { Inject } from '@nestjs/common';
import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { Entities } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { EntityRiskType, MemberType } from './alert-work.types';
import { MemberAddresses } from './member-addresses';

/** Whom alerts are about, and who may work on them. */
@Resolver()
export class EntitiesResolver {
  constructor(
    @Inject(Entities) private readonly entities: Entities,
    @Inject(MemberAddresses) private readonly addresses: MemberAddresses,
  ) {}

  @Query(() => [EntityRiskType], { description: 'Highest score first. `first` is 1 to 100.' })
  @Requires('alert:read')
  riskiestEntities(@CurrentActor() actor: Actor, @Args('first', { type: () => Int }) first: number): Promise<EntityRiskType[]> {
    return this.entities.riskiest(actor, first);
  }

  @Query(() => EntityRiskType, { nullable: true })
  @Requires('alert:read')
  entityRisk(
    @CurrentActor() actor: Actor,
    @Args('kind', { type: () => String }) kind: string,
    @Args('value', { type: () => String }) value: string,
  ): Promise<EntityRiskType | null> {
    return this.entities.get(actor, kind, value);
  }

  @Query(() => [MemberType], { description: 'To whom alerts can be assigned and mail can be sent; at most 1,000.' })
  @Requires('alert:write')
  async members(@CurrentActor() actor: Actor): Promise<MemberType[]> {
    return (await this.addresses.of(actor.tenantId, null)).map(({ accountId, email, role }) => ({ principal: `account:${accountId}`, email, role }));
  }
}
