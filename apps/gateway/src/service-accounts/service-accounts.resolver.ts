import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ApiKeys, ServiceAccounts } from '@vedette/identity';
import type { Actor, ApiKey, ServiceAccount, ServiceAccountDraft } from '@vedette/identity';
import { apiKeyView, ownerView } from '../api-keys/api-key-view';
import { Requires, StepUp } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { MemberView } from '../members/member-view';
import { ChangeServiceAccountInput, ServiceAccountInput, ServiceAccountPayloadType, ServiceAccountType, SetServiceAccountDisabledInput } from './service-account.types';

@Resolver()
export class ServiceAccountsResolver {
  constructor(
    @Inject(ServiceAccounts) private readonly accounts: ServiceAccounts,
    @Inject(ApiKeys) private readonly keys: ApiKeys,
    @Inject(MemberView) private readonly members: MemberView,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [ServiceAccountType], { description: 'By name, the disabled ones included; at most 100.' })
  @Requires('key:read')
  async serviceAccounts(@CurrentActor() actor: Actor): Promise<ServiceAccountType[]> {
    const [accounts, keys] = await Promise.all([this.accounts.list(actor), this.keys.list(actor)]);
    return accounts.map((account) => this.view(actor, account, keys));
  }

  @Mutation(() => ServiceAccountPayloadType)
  @Requires('key:write')
  @StepUp()
  createServiceAccount(@CurrentActor() actor: Actor, @Args('input', { type: () => ServiceAccountInput }) input: ServiceAccountInput): Promise<ServiceAccountPayloadType> {
    return this.answer(actor, () => this.accounts.create(actor, this.draft(actor, input)));
  }

  @Mutation(() => ServiceAccountPayloadType, { description: 'A smaller role counts at once for its keys.' })
  @Requires('key:write')
  @StepUp()
  changeServiceAccount(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ChangeServiceAccountInput }) input: ChangeServiceAccountInput,
  ): Promise<ServiceAccountPayloadType> {
    return this.answer(actor, () => this.accounts.change(actor, this.read(actor, input.id), this.draft(actor, input.account)));
  }

  @Mutation(() => ServiceAccountPayloadType, { description: 'Its keys stop at once, on open sockets too; enabling gives them back.' })
  @Requires('key:write')
  @StepUp()
  setServiceAccountDisabled(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SetServiceAccountDisabledInput }) input: SetServiceAccountDisabledInput,
  ): Promise<ServiceAccountPayloadType> {
    return this.answer(actor, () => this.accounts.setDisabled(actor, this.read(actor, input.id), input.disabled));
  }

  private answer(actor: Actor, work: () => Promise<ServiceAccount>): Promise<ServiceAccountPayloadType> {
    return answering(async () => {
      const account = await work();
      // Whoever may write keys and not read them is shown none.
      const keys = actor.may('key:read') ? await this.keys.list(actor) : [];
      return { serviceAccount: this.view(actor, account, keys) };
    });
  }

  private draft(actor: Actor, { name, description, role, ownerId }: ServiceAccountInput): ServiceAccountDraft {
    const owner = ownerId == null ? actor.requirePerson() : this.ids.read(actor.tenantId, 'Membership', ownerId);
    return { name, description, role: this.members.choice(actor.tenantId, role), ownerId: owner };
  }

  private view(actor: Actor, { grant, owner, ...account }: ServiceAccount, keys: readonly ApiKey[]): ServiceAccountType {
    return {
      ...account,
      id: this.ids.write(actor.tenantId, 'ServiceAccount', account.id),
      role: this.members.role(actor.tenantId, grant),
      owner: ownerView(this.ids, actor.tenantId, owner),
      keys: keys.filter(({ serviceAccount }) => serviceAccount?.id === account.id).map((key) => apiKeyView(this.ids, actor, key)),
    };
  }

  private read(actor: Actor, id: string): string {
    return this.ids.read(actor.tenantId, 'ServiceAccount', id);
  }
}
