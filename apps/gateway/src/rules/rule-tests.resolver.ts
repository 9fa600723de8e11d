import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RuleTests } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { answering } from '../graphql/user-error';
import { RemoveRuleTestInput, RuleTestPayloadType, RuleTestRunType, RunRuleTestsInput, SaveRuleTestInput } from './rule-test.types';

@Resolver()
export class RuleTestsResolver {
  constructor(@Inject(RuleTests) private readonly tests: RuleTests) {}

  @Query(() => RuleTestRunType, { description: 'Lints a text and asks it about events; nothing is saved.' })
  @Requires('rule:read')
  ruleTestRun(@CurrentActor() actor: Actor, @Args('input', { type: () => RunRuleTestsInput }) input: RunRuleTestsInput): Promise<RuleTestRunType> {
    return this.tests.run(actor, input);
  }

  @Mutation(() => RuleTestPayloadType, { description: 'One of the same name is replaced.' })
  @Requires('rule:write')
  saveRuleTest(@CurrentActor() actor: Actor, @Args('input', { type: () => SaveRuleTestInput }) { ruleId, ...test }: SaveRuleTestInput): Promise<RuleTestPayloadType> {
    return answering(async () => ({ test: await this.tests.save(actor, ruleId, test) }));
  }

  @Mutation(() => RuleTestPayloadType)
  @Requires('rule:write')
  removeRuleTest(@CurrentActor() actor: Actor, @Args('input', { type: () => RemoveRuleTestInput }) { ruleId, name }: RemoveRuleTestInput): Promise<RuleTestPayloadType> {
    return answering(async () => {
      await this.tests.remove(actor, ruleId, name);
      return { test: null };
    });
  }
}
