import { Inject } from '@nestjs/common';
import { Args, Context, Field, ID, InputType, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Tenancies } from '@vedette/identity';
import type { Actor, Tenancy } from '@vedette/identity';
import { SessionPayloadType, TenancyType, ViewerType } from '../accounts/account.types';
import { viewerOf } from '../accounts/viewer-of';
import { SignedIn } from '../auth/access';
import { SessionCookies } from '../auth/session-cookies';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';

@InputType()
export class SwitchTenantInput {
  @Field(() => ID, { description: 'Of `viewer.tenants`.' }) id: string;
}

/** The organisations of whoever is signed in. */
@Resolver(() => ViewerType)
export class TenanciesResolver {
  constructor(
    @Inject(Tenancies) private readonly tenancies: Tenancies,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @ResolveField('tenants', () => [TenancyType], { description: 'Where one may work, by name; of a key, none.' })
  async tenants(@Parent() { actor }: ViewerType): Promise<TenancyType[]> {
    const mine = await this.tenancies.mine(actor);
    return mine.map((each) => ({ id: this.idOf(each), name: each.name, role: each.role, current: each.tenantId === actor.tenantId }));
  }

  @Mutation(() => SessionPayloadType, { description: 'Works in another organisation from now on, with a new cookie; the old one is dead.' })
  @SignedIn()
  switchTenant(
    @CurrentActor() actor: Actor,
    @Context() { reply }: GatewayContext,
    @Args('input', { type: () => SwitchTenantInput }) input: SwitchTenantInput,
  ): Promise<SessionPayloadType> {
    return answering(async () => {
      const target = (await this.tenancies.mine(actor)).find((each) => this.idOf(each) === input.id);
      const session = await this.tenancies.switchTo(actor, target?.tenantId ?? '');
      if (reply) this.cookies.set(reply, session);
      return { viewer: viewerOf(this.ids, session.actor) };
    });
  }

  private idOf({ tenantId }: Tenancy): string {
    return this.ids.write(tenantId, 'Tenant', tenantId);
  }
}
