import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Exclusions } from '@vedette/detection';
import type { ExcludedField, Exclusion, TouchedAlert } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { AddExclusionInput, EndExclusionInput, ExclusionPayloadType, ExclusionPreviewType, ExclusionType, PreviewExclusionInput, ProlongExclusionInput, TouchedAlertType } from './exclusion.types';
import type { ExcludedFieldInput } from './exclusion.types';

const SHOWN = 100;

@Resolver()
export class ExclusionsResolver {
  constructor(
    @Inject(Exclusions) private readonly exclusionsOf: Exclusions,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [ExclusionType], { description: 'Newest first, at most 1,000.' })
  @Requires('rule:read')
  async exclusions(
    @CurrentActor() actor: Actor,
    @Args('ruleId', { type: () => String, nullable: true }) ruleId?: string | null,
    @Args('inForce', { type: () => Boolean, nullable: true }) inForce?: boolean | null,
  ): Promise<ExclusionType[]> {
    return (await this.exclusionsOf.list(actor, { ruleId, inForce })).map((one) => exclusionView(this.ids, actor, one));
  }

  @Query(() => ExclusionPreviewType, { description: 'Which alerts of the last 90 days it would have left out.' })
  @Requires('rule:read')
  async previewExclusion(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => PreviewExclusionInput }) input: PreviewExclusionInput,
  ): Promise<ExclusionPreviewType> {
    const { checked, complete, touched, hiddenTruePositives } = await this.exclusionsOf.preview(actor, { ...input, fields: fieldsOf(input.fields) });
    return {
      checked,
      complete,
      hidden: touched.filter(({ hidden }) => hidden).length,
      touched: touched.slice(0, SHOWN).map((one) => this.touchedView(actor, one)),
      hiddenTruePositives: hiddenTruePositives.slice(0, SHOWN).map((one) => this.touchedView(actor, one)),
    };
  }

  @Mutation(() => ExclusionPayloadType)
  @Requires('rule:write')
  async addExclusion(@CurrentActor() actor: Actor, @Args('input', { type: () => AddExclusionInput }) input: AddExclusionInput): Promise<ExclusionPayloadType> {
    let hiddenAlertIds: string[] | null = null;
    const payload = await answering(async () => {
      try {
        return { exclusion: exclusionView(this.ids, actor, await this.exclusionsOf.add(actor, { ...input, fields: fieldsOf(input.fields) })) };
      } catch (error) {
        const named = error instanceof Refusal ? error.facts['alertIds'] : null;
        if (typeof named === 'string') hiddenAlertIds = named.split(' ').map((id) => this.ids.write(actor.tenantId, 'Alert', id));
        throw error;
      }
    });
    return { ...payload, hiddenAlertIds };
  }

  @Mutation(() => ExclusionPayloadType)
  @Requires('rule:write')
  endExclusion(@CurrentActor() actor: Actor, @Args('input', { type: () => EndExclusionInput }) { id }: EndExclusionInput): Promise<ExclusionPayloadType> {
    return answering(async () => ({ exclusion: exclusionView(this.ids, actor, await this.exclusionsOf.end(actor, this.ids.read(actor.tenantId, 'Exclusion', id))) }));
  }

  @Mutation(() => ExclusionPayloadType)
  @Requires('rule:write')
  prolongExclusion(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ProlongExclusionInput }) { id, expiresAt }: ProlongExclusionInput,
  ): Promise<ExclusionPayloadType> {
    return answering(async () => {
      const exclusion = await this.exclusionsOf.prolong(actor, this.ids.read(actor.tenantId, 'Exclusion', id), expiresAt ?? null);
      return { exclusion: exclusionView(this.ids, actor, exclusion) };
    });
  }

  private touchedView(actor: Actor, { id, ...alert }: TouchedAlert): TouchedAlertType {
    return { ...alert, alertId: this.ids.write(actor.tenantId, 'Alert', id) };
  }
}

export function exclusionView(ids: GlobalIds, actor: Actor, exclusion: Exclusion): ExclusionType {
  return { ...exclusion, id: ids.write(actor.tenantId, 'Exclusion', exclusion.id) };
}

function fieldsOf(fields: readonly ExcludedFieldInput[] | null | undefined): ExcludedField[] | null {
  return fields?.map(({ name, value, match }) => ({ name, value, match: match ?? 'exact' })) ?? null;
}
