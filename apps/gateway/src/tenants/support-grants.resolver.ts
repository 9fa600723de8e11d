import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { SupportGrants } from '@vedette/identity';
import type { Actor, SupportGrant } from '@vedette/identity';
import { Requires, StepUp } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { GrantSupportInput, RevokeSupportInput, SupportGrantPayloadType, SupportGrantType } from './tenant.types';

/** The customer's side: nobody comes in unless let in here. */
@Resolver()
export class SupportGrantsResolver {
  constructor(
    @Inject(SupportGrants) private readonly grants: SupportGrants,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [SupportGrantType], { name: 'supportGrants', description: 'Newest first; at most 100.' })
  @Requires('member:read')
  async list(@CurrentActor() actor: Actor): Promise<SupportGrantType[]> {
    return (await this.grants.list(actor)).map((grant) => this.viewOf(actor, grant));
  }

  @Mutation(() => SupportGrantPayloadType)
  @Requires('member:write')
  @StepUp()
  grantSupport(@CurrentActor() actor: Actor, @Args('input', { type: () => GrantSupportInput }) input: GrantSupportInput): Promise<SupportGrantPayloadType> {
    return answering(async () => ({ grant: this.viewOf(actor, await this.grants.grant(actor, input)) }));
  }

  @Mutation(() => SupportGrantPayloadType, { description: 'Whoever came in by it is out at once.' })
  @Requires('member:write')
  @StepUp()
  revokeSupport(@CurrentActor() actor: Actor, @Args('input', { type: () => RevokeSupportInput }) input: RevokeSupportInput): Promise<SupportGrantPayloadType> {
    const id = this.ids.read(actor.tenantId, 'SupportGrant', input.id);
    return answering(async () => ({ grant: this.viewOf(actor, await this.grants.revoke(actor, id)) }));
  }

  private viewOf(actor: Actor, grant: SupportGrant): SupportGrantType {
    return {
      ...grant,
      id: this.ids.write(actor.tenantId, 'SupportGrant', grant.id),
      grantedBy: `account:${grant.grantedBy}`,
      current: actor.supportGrantId === grant.id,
      visits: [...grant.visits],
    };
  }
}
