import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { MappingReport, Mappings, SchemaDrift } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { dateFrom } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { answering } from '../graphql/user-error';
import { FieldDriftType, RuleHearingType, SampleReadingType, SourceMappingInput, SourceMappingPayloadType, SourceMappingType } from './source-schemas.types';

/** What sources send, how it is read, and what rules make of it. */
@Resolver()
export class SourceSchemasResolver {
  constructor(
    @Inject(Mappings) private readonly mappings: Mappings,
    @Inject(MappingReport) private readonly report: MappingReport,
    @Inject(SchemaDrift) private readonly drift: SchemaDrift,
  ) {}

  @Query(() => [SourceMappingType])
  @Requires('source:read')
  async sourceMappings(@CurrentActor() actor: Actor): Promise<SourceMappingType[]> {
    return (await this.mappings.list(actor)).map((mapping) => ({ ...mapping, renames: [...mapping.renames] }));
  }

  @Query(() => [SampleReadingType], { description: 'The test box: how lines, or the newest events of the source, are read with a mapping that is not saved.' })
  @Requires('source:read')
  async previewMapping(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SourceMappingInput }) input: SourceMappingInput,
    @Args('lines', { type: () => [String], nullable: true }) lines?: string[] | null,
  ): Promise<SampleReadingType[]> {
    const samples = await this.mappings.preview(actor, { ...input, kind: input.kind ?? null }, lines);
    return samples.map((sample) => ({ ...sample, at: sample.at === null ? null : dateFrom(sample.at) }));
  }

  @Query(() => RuleHearingType, { description: 'Which rule needs which field that which source never sends.' })
  @Requires('source:read')
  async ruleHearing(@CurrentActor() actor: Actor): Promise<RuleHearingType> {
    const hearing = await this.report.of(actor);
    return { ...hearing, deaf: hearing.deaf.map((rule) => ({ ...rule, missing: [...rule.missing] })) };
  }

  @Query(() => [FieldDriftType], { description: 'Fields that appeared or disappeared in the last seven days.' })
  @Requires('source:read')
  schemaDrift(@CurrentActor() actor: Actor): Promise<FieldDriftType[]> {
    return this.drift.recent(actor);
  }

  @Mutation(() => SourceMappingPayloadType)
  @Requires('source:write')
  saveSourceMapping(@CurrentActor() actor: Actor, @Args('input', { type: () => SourceMappingInput }) input: SourceMappingInput): Promise<SourceMappingPayloadType> {
    return answering(async () => {
      const mapping = await this.mappings.save(actor, { ...input, kind: input.kind ?? null });
      return { mapping: { ...mapping, renames: [...mapping.renames] } };
    });
  }

  @Mutation(() => SourceMappingPayloadType)
  @Requires('source:write')
  removeSourceMapping(@CurrentActor() actor: Actor, @Args('source', { type: () => String }) source: string): Promise<SourceMappingPayloadType> {
    return answering(async () => {
      await this.mappings.remove(actor, source);
      return {};
    });
  }
}
