import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ApiKeys } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { Requires, StepUp } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { apiKeyView } from './api-key-view';
import {
  ApiKeyType, CreateApiKeyInput, CreateApiKeyPayloadType, RevokeApiKeyInput, RevokeApiKeyPayloadType, RotateApiKeyInput, RotateApiKeyPayloadType,
} from './api-key.types';

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
  createApiKey(@CurrentActor() actor: Actor, @Args('input', { type: () => CreateApiKeyInput }) input: CreateApiKeyInput): Promise<CreateApiKeyPayloadType> {
    const { name, scopes, expiresInDays, networks, serviceAccountId } = input;
    return answering(async () => {
      const { key, secret } = await this.keys.create(actor, {
        name, scopes, expiresInDays, networks,
        serviceAccountId: serviceAccountId == null ? null : this.ids.read(actor.tenantId, 'ServiceAccount', serviceAccountId),
      });
      return { apiKey: apiKeyView(this.ids, actor, key), secret };
    });
  }

  @Mutation(() => RotateApiKeyPayloadType, { description: 'A new secret for the same name, scopes, networks and owner; the old one works beside it for a while.' })
  @Requires('key:write')
  @StepUp()
  rotateApiKey(@CurrentActor() actor: Actor, @Args('input', { type: () => RotateApiKeyInput }) input: RotateApiKeyInput): Promise<RotateApiKeyPayloadType> {
    return answering(async () => {
      const { key, replaced, secret } = await this.keys.rotate(actor, this.ids.read(actor.tenantId, 'ApiKey', input.id), input.overlapHours);
      return { apiKey: apiKeyView(this.ids, actor, key), replaced: apiKeyView(this.ids, actor, replaced), secret };
    });
  }

  @Mutation(() => RevokeApiKeyPayloadType)
  @Requires('key:write')
  revokeApiKey(@CurrentActor() actor: Actor, @Args('input', { type: () => RevokeApiKeyInput }) input: RevokeApiKeyInput): Promise<RevokeApiKeyPayloadType> {
    return answering(async () => {
      const key = await this.keys.revoke(actor, this.ids.read(actor.tenantId, 'ApiKey', input.id), input.because ?? 'asked');
      return { apiKey: apiKeyView(this.ids, actor, key) };
    });
  }
}
