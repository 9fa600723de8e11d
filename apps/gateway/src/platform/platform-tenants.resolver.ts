import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { placeCursor, PlatformTenants } from '@vedette/identity';
import type { Actor, PlatformTenant } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { OperatorOnly, StepUp } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import {
  PlatformTenantConnectionType, PlatformTenantInput, PlatformTenantPayloadType, PlatformTenantType, SetTenantFlagsInput, SetTenantPlanInput, SetTenantTrialEndInput,
  SuspendTenantInput,
} from './platform.types';

/** For those who operate the installation: organisations, and nothing that is inside one. */
@Resolver()
export class PlatformTenantsResolver {
  constructor(
    @Inject(PlatformTenants) private readonly tenants: PlatformTenants,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => PlatformTenantConnectionType, { name: 'platformTenants', description: 'Newest first; `first` is 1 to 100, `search` a part of the name.' })
  @OperatorOnly()
  async list(
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
    @Args('search', { type: () => String, nullable: true }) search?: string | null,
  ): Promise<PlatformTenantConnectionType> {
    const page = await this.tenants.list(actor, { first, after, search });
    return {
      edges: page.items.map((tenant) => ({ cursor: placeCursor(tenant), node: this.viewOf(actor, tenant) })),
      pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor, liveCursor: null },
    };
  }

  @Query(() => PlatformTenantType, { nullable: true, description: 'Null where there is none, or not any more.' })
  @OperatorOnly()
  async platformTenant(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<PlatformTenantType | null> {
    try {
      return this.viewOf(actor, await this.tenants.get(actor, this.ids.read(actor.tenantId, 'PlatformTenant', id)));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'tenant.unknown') return null;
      throw error;
    }
  }

  @Mutation(() => PlatformTenantPayloadType)
  @OperatorOnly()
  @StepUp()
  setTenantPlan(@CurrentActor() actor: Actor, @Args('input', { type: () => SetTenantPlanInput }) input: SetTenantPlanInput): Promise<PlatformTenantPayloadType> {
    return this.answer(actor, (id) => this.tenants.setPlan(actor, id, input.plan), input);
  }

  @Mutation(() => PlatformTenantPayloadType)
  @OperatorOnly()
  @StepUp()
  setTenantTrialEnd(@CurrentActor() actor: Actor, @Args('input', { type: () => SetTenantTrialEndInput }) input: SetTenantTrialEndInput): Promise<PlatformTenantPayloadType> {
    return this.answer(actor, (id) => this.tenants.setTrialEnd(actor, id, input.at ?? null), input);
  }

  @Mutation(() => PlatformTenantPayloadType)
  @OperatorOnly()
  @StepUp()
  setTenantFlags(@CurrentActor() actor: Actor, @Args('input', { type: () => SetTenantFlagsInput }) input: SetTenantFlagsInput): Promise<PlatformTenantPayloadType> {
    return this.answer(actor, (id) => this.tenants.setFlags(actor, id, input.flags), input);
  }

  @Mutation(() => PlatformTenantPayloadType, { description: 'Ends its sessions, sockets and keys at once.' })
  @OperatorOnly()
  @StepUp()
  suspendTenant(@CurrentActor() actor: Actor, @Args('input', { type: () => SuspendTenantInput }) input: SuspendTenantInput): Promise<PlatformTenantPayloadType> {
    return this.answer(actor, (id) => this.tenants.suspend(actor, id, input.reason), input);
  }

  @Mutation(() => PlatformTenantPayloadType, { description: 'Its keys work again; its people sign in anew.' })
  @OperatorOnly()
  @StepUp()
  resumeTenant(@CurrentActor() actor: Actor, @Args('input', { type: () => PlatformTenantInput }) input: PlatformTenantInput): Promise<PlatformTenantPayloadType> {
    return this.answer(actor, (id) => this.tenants.resume(actor, id), input);
  }

  private answer(actor: Actor, work: (id: string) => Promise<PlatformTenant>, { id }: PlatformTenantInput): Promise<PlatformTenantPayloadType> {
    return answering(async () => ({ tenant: this.viewOf(actor, await work(this.ids.read(actor.tenantId, 'PlatformTenant', id))) }));
  }

  private viewOf(actor: Actor, { tenantId, eventsYesterday, ...tenant }: PlatformTenant): PlatformTenantType {
    return { ...tenant, id: this.ids.write(actor.tenantId, 'PlatformTenant', tenantId), flags: [...tenant.flags], eventsLastDay: eventsYesterday };
  }
}
