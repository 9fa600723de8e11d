import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Domains, Joining } from '@vedette/identity';
import type { Actor, Domain, Joinable } from '@vedette/identity';
import { SessionPayloadType, ViewerType } from '../accounts/account.types';
import { viewerOf } from '../accounts/viewer-of';
import { Requires, SignedIn, StepUp } from '../auth/access';
import { SessionCookies } from '../auth/session-cookies';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { doing } from '../members/done';
import { DonePayloadType } from '../members/member.types';
import { ClaimDomainInput, DomainAutoJoinInput, DomainInput, DomainPayloadType, DomainType, JoinableType, JoinByDomainInput } from './tenant.types';

@Resolver(() => ViewerType)
export class DomainsResolver {
  constructor(
    @Inject(Domains) private readonly domains: Domains,
    @Inject(Joining) private readonly joining: Joining,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [DomainType], { name: 'domains', description: 'By name; at most 20.' })
  @Requires('tenant:write')
  async list(@CurrentActor() actor: Actor): Promise<DomainType[]> {
    return (await this.domains.list(actor)).map((domain) => this.viewOf(actor, domain));
  }

  @Mutation(() => DomainPayloadType, { description: 'Proves nothing yet: publish the record, then check.' })
  @Requires('tenant:write')
  @StepUp()
  claimDomain(@CurrentActor() actor: Actor, @Args('input', { type: () => ClaimDomainInput }) input: ClaimDomainInput): Promise<DomainPayloadType> {
    return answering(async () => ({ domain: this.viewOf(actor, await this.domains.claim(actor, input.domain)) }));
  }

  @Mutation(() => DomainPayloadType, { description: 'Looks into DNS now.' })
  @Requires('tenant:write')
  checkDomain(@CurrentActor() actor: Actor, @Args('input', { type: () => DomainInput }) input: DomainInput): Promise<DomainPayloadType> {
    return answering(async () => ({ domain: this.viewOf(actor, await this.domains.check(actor, this.read(actor, input.id))) }));
  }

  @Mutation(() => DonePayloadType)
  @Requires('tenant:write')
  @StepUp()
  releaseDomain(@CurrentActor() actor: Actor, @Args('input', { type: () => DomainInput }) input: DomainInput): Promise<DonePayloadType> {
    return doing(() => this.domains.release(actor, this.read(actor, input.id)));
  }

  @Mutation(() => DomainPayloadType)
  @Requires('tenant:write')
  @StepUp()
  setDomainAutoJoin(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => DomainAutoJoinInput }) input: DomainAutoJoinInput,
  ): Promise<DomainPayloadType> {
    return answering(async () => ({ domain: this.viewOf(actor, await this.domains.setAutoJoin(actor, this.read(actor, input.id), input.role ?? null)) }));
  }

  @ResolveField('joinable', () => [JoinableType], { description: 'Organisations that the domain of your address lets you join.' })
  async joinable(@Parent() { actor }: ViewerType): Promise<JoinableType[]> {
    return (await this.joining.offers(actor)).map((offer) => ({ id: this.offerId(offer), name: offer.name, domain: offer.domain, role: offer.role }));
  }

  @Mutation(() => SessionPayloadType, { description: 'Becomes a member and works there from now on, with a new cookie.' })
  @SignedIn()
  joinByDomain(
    @CurrentActor() actor: Actor,
    @Context() { reply }: GatewayContext,
    @Args('input', { type: () => JoinByDomainInput }) input: JoinByDomainInput,
  ): Promise<SessionPayloadType> {
    return answering(async () => {
      const offer = (await this.joining.offers(actor)).find((each) => this.offerId(each) === input.id);
      const session = await this.joining.join(actor, offer?.tenantId ?? '');
      if (reply) this.cookies.set(reply, session);
      return { viewer: viewerOf(this.ids, session.actor) };
    });
  }

  private read(actor: Actor, id: string): string {
    return this.ids.read(actor.tenantId, 'Domain', id);
  }

  private offerId({ tenantId }: Pick<Joinable, 'tenantId'>): string {
    return this.ids.write(tenantId, 'Tenant', tenantId);
  }

  private viewOf(actor: Actor, { record, ...domain }: Domain): DomainType {
    return { ...domain, id: this.ids.write(actor.tenantId, 'Domain', domain.id), recordName: record.name, recordValue: record.value };
  }
}
