import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { SupportVisits } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { SessionPayloadType, ViewerType } from '../accounts/account.types';
import { viewerOf } from '../accounts/viewer-of';
import { OperatorOnly, SignedIn, StepUp } from '../auth/access';
import { SessionCookies } from '../auth/session-cookies';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { EnterSupportInput, OpenSupportGrantType } from './platform.types';

/** The operator's side of support: in by a customer's grant, and out again. */
@Resolver(() => ViewerType)
export class SupportVisitsResolver {
  constructor(
    @Inject(SupportVisits) private readonly visits: SupportVisits,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @ResolveField('operator', () => Boolean, { description: 'Operates the installation, and has proven a second factor.' })
  operator(@Parent() { actor }: ViewerType): boolean {
    return actor.operator;
  }

  @Query(() => [OpenSupportGrantType], { description: 'Newest first; at most 200.' })
  @OperatorOnly()
  async openSupportGrants(@CurrentActor() actor: Actor): Promise<OpenSupportGrantType[]> {
    return (await this.visits.open(actor)).map(({ tenantId, ...grant }) => ({
      ...grant,
      id: this.ids.write(actor.tenantId, 'SupportGrant', grant.id),
      tenant: this.ids.write(actor.tenantId, 'PlatformTenant', tenantId),
    }));
  }

  @Mutation(() => SessionPayloadType, { description: "Works in the customer's organisation until the grant ends, with a new cookie. Both logs tell of it." })
  @OperatorOnly()
  @StepUp()
  enterSupport(
    @CurrentActor() actor: Actor,
    @Context() { reply }: GatewayContext,
    @Args('input', { type: () => EnterSupportInput }) input: EnterSupportInput,
  ): Promise<SessionPayloadType> {
    return answering(async () => {
      const session = await this.visits.enter(actor, this.ids.read(actor.tenantId, 'SupportGrant', input.grantId));
      if (reply) this.cookies.set(reply, session);
      return { viewer: viewerOf(this.ids, session.actor) };
    });
  }

  @Mutation(() => SessionPayloadType, { description: 'Back to an organisation of your own, with a new cookie; without one you are signed out.' })
  @SignedIn()
  leaveSupport(@CurrentActor() actor: Actor, @Context() { reply }: GatewayContext): Promise<SessionPayloadType> {
    return answering(async () => {
      const session = await this.visits.leave(actor);
      if (reply && session) this.cookies.set(reply, session);
      if (reply && !session) this.cookies.clear(reply);
      return { viewer: session && viewerOf(this.ids, session.actor) };
    });
  }
}
