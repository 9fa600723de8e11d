import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { ListedRule, RuleDetail } from '@vedette/detection';
import { SeverityEnum } from '../alerts/alert-enums';
import { PageInfoType } from '../graphql/relay.types';
import { DateTime } from '../graphql/scalars';
import { ExclusionType } from './exclusion.types';
import { RuleFileVersionType } from './rule-file.types';
import { RuleKindEnum } from './rule-enums';
import { RuleTestType } from './rule-test.types';

@ObjectType('RuleStatistics')
export class RuleStatisticsType {
  @Field(() => Float) matched: number;
  @Field(() => Float, { description: 'Matches that exclusions took back.' }) excluded: number;
  @Field(() => Float) alerts: number;
  @Field(() => DateTime, { nullable: true }) lastMatchAt: Date | null;
  @Field(() => Float, { description: 'Of its alerts, how many were closed.' }) closed: number;
  @Field(() => Float, { description: 'Of those closed, how many as false positives.' }) falsePositives: number;
}

@ObjectType('Rule')
export class RuleType {
  @Field(() => String, { description: "The rule's own id; empty for a file whose id cannot be read." }) id: string;
  @Field(() => RuleKindEnum) kind: ListedRule['kind'];
  @Field(() => String) title: string;
  @Field(() => String, { description: 'As the rule is written.' }) level: string;
  @Field(() => SeverityEnum, { nullable: true, description: 'What its alerts are instead; null: as written.' }) severity: ListedRule['severity'];
  @Field(() => String) author: string;
  @Field(() => String) licence: string;
  @Field(() => String) pack: string;
  @Field(() => String, { description: 'The file inside the pack.' }) path: string;
  @Field(() => Boolean) own: boolean;
  @Field(() => Boolean) enabled: boolean;
  @Field(() => [String]) tags: readonly string[];
  @Field(() => String, { description: '`category/product/service`' }) logsource: string;
  @Field(() => Boolean, { description: 'An own rule with its id runs in its place.' }) replaced: boolean;
  @Field(() => Int, { description: 'Exclusions in force that are about this rule alone.' }) exclusions: number;
  @Field(() => String, { nullable: true, description: 'Why it does not run.' }) refusal: string | null;
  @Field(() => RuleStatisticsType, { description: 'Of the last 30 days.' }) statistics: ListedRule['statistics'];
}

@ObjectType('RuleEdge')
export class RuleEdgeType {
  @Field(() => String) cursor: string;
  @Field(() => RuleType) node: RuleType;
}

@ObjectType('RuleConnection')
export class RuleConnectionType {
  @Field(() => [RuleEdgeType]) edges: RuleEdgeType[];
  @Field(() => PageInfoType) pageInfo: PageInfoType;
}

@ObjectType('RuleDay')
export class RuleDayType {
  @Field(() => String, { description: '`2026-11-21`' }) day: string;
  @Field(() => Float) matched: number;
  @Field(() => Float) excluded: number;
  @Field(() => Float) alerts: number;
}

@ObjectType('RuleSetting')
export class RuleSettingType {
  @Field(() => String) ruleId: string;
  @Field(() => Boolean) enabled: boolean;
  @Field(() => SeverityEnum, { nullable: true }) severity: ListedRule['severity'];
  @Field(() => String) note: string;
  @Field(() => String, { nullable: true, description: 'Null: nobody decided anything, it runs as written.' }) changedBy: string | null;
  @Field(() => DateTime, { nullable: true }) changedAt: Date | null;
}

@ObjectType('ReplacedRule')
export class ReplacedRuleType {
  @Field(() => String) pack: string;
  @Field(() => String) yaml: string;
}

@ObjectType('RuleFileRef')
export class RuleFileRefType {
  @Field(() => String, { description: '`pack/path.yml`' }) path: string;
  @Field(() => Int) version: number;
}

@ObjectType('RuleDetail')
export class RuleDetailType {
  @Field(() => RuleType) rule: RuleType;
  @Field(() => String, { description: 'The whole file it is in.' }) yaml: string;
  @Field(() => RuleFileRefType, { nullable: true, description: "The tenant's own file; null for a rule of a pack." }) file: RuleDetail['file'];
  @Field(() => ReplacedRuleType, { nullable: true, description: "The pack's rule whose place it takes." }) replaces: RuleDetail['replaces'];
  @Field(() => [RuleFileVersionType], { description: 'Newest first.' }) versions: readonly RuleFileVersionType[];
  @Field(() => RuleSettingType) setting: RuleSettingType;
  @Field(() => [ExclusionType], { description: 'In force.' }) exclusions: ExclusionType[];
  @Field(() => [RuleTestType]) tests: readonly RuleTestType[];
  @Field(() => [RuleDayType], { description: 'Of the last 90 days those on which it did something, oldest first.' }) days: readonly RuleDayType[];
}
