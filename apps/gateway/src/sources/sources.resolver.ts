import { Inject } from '@nestjs/common';
import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { Sources } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { SourceType } from './source.types';

@Resolver()
export class SourcesResolver {
  constructor(@Inject(Sources) private readonly sources: Sources) {}

  @Query(() => [SourceType], {
    name: 'sources',
    description: 'Every source that has sent something, with its last `minutes` (1 to 120) minute by minute.',
  })
  @Requires('source:read')
  list(
    @CurrentActor() actor: Actor,
    @Args('minutes', { type: () => Int, nullable: true, defaultValue: 30 }) minutes: number | null,
  ): Promise<SourceType[]> {
    return this.sources.list(actor, minutes ?? 30);
  }
}
