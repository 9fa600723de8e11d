import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { ListedRule, RuleFilter } from '@vedette/detection';
import { SeverityEnum } from '../alerts/alert-enums';
import { UserErrorType } from '../graphql/user-error';
import { RuleKindEnum } from './rule-enums';
import { RuleSettingType } from './rule.types';

type Severity = NonNullable<ListedRule['severity']>;

@InputType('RuleFilter')
export class RuleFilterInput {
  @Field(() => String, { nullable: true, description: 'Contained in title or id, without regard to case.' }) text?: string | null;
  @Field(() => String, { nullable: true }) pack?: string | null;
  @Field(() => [SeverityEnum], { nullable: true, description: 'The override, else the level.' }) level?: Severity[] | null;
  @Field(() => RuleKindEnum, { nullable: true }) kind?: RuleFilter['kind'];
  @Field(() => Boolean, { nullable: true }) enabled?: boolean | null;
  @Field(() => String, { nullable: true, description: '`T1059` with all below it, or `T1059.001`.' }) technique?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Matched something in the last 30 days, or nothing.' }) firing?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'More than 90 alerts in 30 days, or half of at least five closed ones false.' }) noisy?: boolean | null;
  @Field(() => Boolean, { nullable: true }) own?: boolean | null;
}

@InputType()
export class SetRulesEnabledInput {
  @Field(() => [String], { description: '1 to 1,000, all or none of which change.' }) ruleIds: string[];
  @Field(() => Boolean) enabled: boolean;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@InputType()
export class OverrideRuleSeverityInput {
  @Field(() => String) ruleId: string;
  @Field(() => SeverityEnum, { nullable: true, description: 'Null: as the rule is written.' }) severity?: Severity | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@ObjectType('RuleSettingsPayload')
export class RuleSettingsPayloadType {
  @Field(() => [RuleSettingType], { nullable: true, description: 'What was before, for undo.' }) before?: readonly RuleSettingType[] | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
