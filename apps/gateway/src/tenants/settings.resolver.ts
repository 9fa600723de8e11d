import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { TenantDeletion, TenantSettings } from '@vedette/identity';
import type { Actor, Settings } from '@vedette/identity';
import { TenantType } from '../accounts/account.types';
import { Requires, StepUp } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { DateTime } from '../graphql/scalars';
import { answering } from '../graphql/user-error';
import { AskTenantDeletionInput, ChangeTenantSettingsInput, TenantSettingsPayloadType, TenantSettingsType } from './tenant.types';

/** The organisation that the session works in, and no other: no input names one. */
@Resolver(() => TenantType)
export class SettingsResolver {
  constructor(
    @Inject(TenantSettings) private readonly settings: TenantSettings,
    @Inject(TenantDeletion) private readonly deletion: TenantDeletion,
  ) {}

  @Query(() => TenantSettingsType)
  @Requires('tenant:write')
  async tenantSettings(@CurrentActor() actor: Actor): Promise<TenantSettingsType> {
    return viewOf(await this.settings.read(actor));
  }

  @Mutation(() => TenantSettingsPayloadType, { description: 'Counts at once, for open sessions too.' })
  @Requires('tenant:write')
  @StepUp()
  changeTenantSettings(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ChangeTenantSettingsInput }) input: ChangeTenantSettingsInput,
  ): Promise<TenantSettingsPayloadType> {
    return answering(async () => ({ settings: viewOf(await this.settings.change(actor, input)) }));
  }

  @Mutation(() => TenantSettingsPayloadType, { description: 'In thirty days all of it is erased. Keys and sources stop at once.' })
  @Requires('tenant:write')
  @StepUp()
  askTenantDeletion(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AskTenantDeletionInput }) input: AskTenantDeletionInput,
  ): Promise<TenantSettingsPayloadType> {
    return answering(async () => {
      await this.deletion.ask(actor, input.name);
      return { settings: viewOf(await this.settings.read(actor)) };
    });
  }

  @Mutation(() => TenantSettingsPayloadType, { description: 'It is not deleted after all.' })
  @Requires('tenant:write')
  keepTenant(@CurrentActor() actor: Actor): Promise<TenantSettingsPayloadType> {
    return answering(async () => {
      await this.deletion.keep(actor);
      return { settings: viewOf(await this.settings.read(actor)) };
    });
  }

  @ResolveField('deletesAt', () => DateTime, { nullable: true, description: 'When it is erased, unless an owner keeps it: for every member to see.' })
  deletesAt(@Context() { actor }: GatewayContext): Promise<Date | null> | null {
    return actor && this.deletion.deletesAt(actor);
  }
}

function viewOf({ withoutFactor, deletionAskedBy, ...settings }: Settings): TenantSettingsType {
  return { ...settings, membersWithoutFactor: withoutFactor, deletionAskedBy: deletionAskedBy && `account:${deletionAskedBy}` };
}
