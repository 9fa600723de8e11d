import { Inject } from '@nestjs/common';
import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Ledger, Sources } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { answering } from '../graphql/user-error';
import { LedgerLineType, MuteSourceInput, MuteSourcePayloadType, SourceType } from './source.types';

@Resolver()
export class SourcesResolver {
  constructor(
    @Inject(Sources) private readonly sources: Sources,
    @Inject(Ledger) private readonly books: Ledger,
  ) {}

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

  @Query(() => [LedgerLineType], { description: 'What became of every event received from day to day (`YYYY-MM-DD`, UTC), by source.' })
  @Requires('source:read')
  ledger(
    @CurrentActor() actor: Actor,
    @Args('from', { type: () => String }) from: string,
    @Args('to', { type: () => String }) to: string,
  ): Promise<LedgerLineType[]> {
    return this.books.between(actor, from, to);
  }

  @Mutation(() => MuteSourcePayloadType, { description: 'From the next post on the events of a muted source are counted and dropped.' })
  @Requires('source:write')
  muteSource(@CurrentActor() actor: Actor, @Args('input', { type: () => MuteSourceInput }) { name, muted }: MuteSourceInput): Promise<MuteSourcePayloadType> {
    return answering(async () => {
      await this.sources.mute(actor, name, muted);
      return { name };
    });
  }
}
