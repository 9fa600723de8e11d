import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { DateTime, Json } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';
import { RuleFindingType } from './rule-file.types';

@ObjectType('RuleTest')
export class RuleTestType {
  @Field(() => String) ruleId: string;
  @Field(() => String) name: string;
  @Field(() => Json) event: unknown;
  @Field(() => Boolean, { description: 'Whether the rule must match it.' }) matches: boolean;
  @Field(() => String) savedBy: string;
  @Field(() => DateTime) savedAt: Date;
}

@InputType()
export class RuleTestInput {
  @Field(() => String) name: string;
  @Field(() => Json, { description: 'A JSON object, in any form that may be sent as an event.' }) event: unknown;
  @Field(() => Boolean) matches: boolean;
}

@InputType()
export class RunRuleTestsInput {
  @Field(() => String) yaml: string;
  @Field(() => String, { nullable: true, description: 'The file that is edited, where it is one.' }) path?: string | null;
  @Field(() => [RuleTestInput], { nullable: true, description: 'Instead of those stored with the rules of the text.' }) tests?: RuleTestInput[] | null;
}

@ObjectType('RuleTestResult')
export class RuleTestResultType {
  @Field(() => String) name: string;
  @Field(() => Boolean) matches: boolean;
  @Field(() => Boolean) matched: boolean;
  @Field(() => Boolean) passed: boolean;
  @Field(() => [String], { description: 'Why it matched or did not, part by part.' }) why: readonly string[];
}

@ObjectType('RuleTestRun')
export class RuleTestRunType {
  @Field(() => [RuleFindingType]) findings: readonly RuleFindingType[];
  @Field(() => [RuleTestResultType], { description: 'Empty where the text cannot run.' }) results: readonly RuleTestResultType[];
}

@InputType()
export class SaveRuleTestInput extends RuleTestInput {
  @Field(() => String) ruleId: string;
}

@InputType()
export class RemoveRuleTestInput {
  @Field(() => String) ruleId: string;
  @Field(() => String) name: string;
}

@ObjectType('RuleTestPayload')
export class RuleTestPayloadType {
  @Field(() => RuleTestType, { nullable: true, description: 'Null after it was removed.' }) test?: RuleTestType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
