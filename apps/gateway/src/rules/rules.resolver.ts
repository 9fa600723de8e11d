import { Inject } from '@nestjs/common';
import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RuleList, RuleSettings } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { exclusionView } from './exclusions.resolver';
import { OverrideRuleSeverityInput, RuleFilterInput, RuleSettingsPayloadType, SetRulesEnabledInput } from './rule.inputs';
import { RuleConnectionType, RuleDetailType } from './rule.types';

@Resolver()
export class RulesResolver {
  constructor(
    @Inject(RuleList) private readonly rules: RuleList,
    @Inject(RuleSettings) private readonly settings: RuleSettings,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => RuleConnectionType, { name: 'rules', description: 'Of packs and of one\'s own, by title. `first` is 1 to 100.' })
  @Requires('rule:read')
  async list(
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
    @Args('filter', { type: () => RuleFilterInput, nullable: true }) filter?: RuleFilterInput | null,
  ): Promise<RuleConnectionType> {
    const { edges, hasNextPage, endCursor } = await this.rules.list(actor, { first, after, filter });
    return { edges: edges.map(({ cursor, rule }) => ({ cursor, node: rule })), pageInfo: { hasNextPage, endCursor, liveCursor: null } };
  }

  @Query(() => RuleDetailType, { nullable: true, description: "The rule that runs under this id: one's own before a pack's." })
  @Requires('rule:read')
  async rule(@CurrentActor() actor: Actor, @Args('id', { type: () => String }) id: string): Promise<RuleDetailType | null> {
    try {
      const rule = await this.rules.get(actor, id);
      const { yaml, file, replaces, versions, setting, tests, days } = rule;
      return { rule, yaml, file, replaces, versions, setting, tests, days, exclusions: rule.inForce.map((one) => exclusionView(this.ids, actor, one)) };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'rule.not_found') return null;
      throw error;
    }
  }

  @Mutation(() => RuleSettingsPayloadType)
  @Requires('rule:write')
  setRulesEnabled(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SetRulesEnabledInput }) { ruleIds, enabled, note }: SetRulesEnabledInput,
  ): Promise<RuleSettingsPayloadType> {
    return answering(async () => ({ before: await this.settings.setEnabled(actor, ruleIds, enabled, note) }));
  }

  @Mutation(() => RuleSettingsPayloadType)
  @Requires('rule:write')
  overrideRuleSeverity(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => OverrideRuleSeverityInput }) { ruleId, severity, note }: OverrideRuleSeverityInput,
  ): Promise<RuleSettingsPayloadType> {
    return answering(async () => ({ before: [await this.settings.overrideSeverity(actor, ruleId, severity ?? null, note)] }));
  }
}
