import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ApiKeys } from '@vedette/identity';
import type { Actor, ApiKey } from '@vedette/identity';
import { Requires, StepUp } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { ApiKeyType, CreateApiKeyInput, CreateApiKeyPayloadType, RevokeApiKeyInput, RevokeApiKeyPayloadType } from './api-key.types';

@Resolver()
export class ApiKeysResolver {
  constructor(
    @Inject(ApiKeys) private readonly keys: ApiKeys,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [ApiKeyType])
  @Requires('key:read')
  async apiKeys(@CurrentActor() actor: Actor): Promise<ApiKeyType[]> {
    return (await this.keys.list(actor)).map((key) => apiKeyView(this.ids, actor, key));
  }

  @Mutation(() => CreateApiKeyPayloadType)
  @Requires('key:write')
  @StepUp()
  createApiKey(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateApiKeyInput }) input: CreateApiKeyInput,
  ): Promise<CreateApiKeyPayloadType> {
    return answering(async () => {
      const { key, secret } = await this.keys.create(actor, input);
      return { apiKey: apiKeyView(this.ids, actor, key), secret };
    });
  }

  @Mutation(() => RevokeApiKeyPayloadType)
  @Requires('key:write')
  revokeApiKey(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => RevokeApiKeyInput }) input: RevokeApiKeyInput,
  ): Promise<RevokeApiKeyPayloadType> {
    return answering(async () => {
      const key = await this.keys.revoke(actor, this.ids.read(actor.tenantId, 'ApiKey', input.id));
      return { apiKey: apiKeyView(this.ids, actor, key) };
    });
  }
}

export function apiKeyView(ids: GlobalIds, actor: Actor, key: ApiKey): ApiKeyType {
  return { ...key, nodeType: 'ApiKey', id: ids.write(actor.tenantId, 'ApiKey', key.id), scopes: [...key.scopes] };
}
