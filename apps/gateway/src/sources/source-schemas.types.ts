import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { DeafRule } from '@vedette/detection';
import { SeverityEnum } from '../alerts/alert-enums';
import { EntityType } from '../alerts/alert.types';
import { DateTime, Json } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('FieldRename')
export class FieldRenameType {
  @Field(() => String) from: string;
  @Field(() => String) to: string;
}

@InputType('FieldRenameInput')
export class FieldRenameInput {
  @Field(() => String, { description: 'In the events; dotted for nested ones.' }) from: string;
  @Field(() => String, { description: 'Under which rules look for it.' }) to: string;
}

@ObjectType('SourceMapping')
export class SourceMappingType {
  @Field(() => String) source: string;
  @Field(() => [FieldRenameType]) renames: FieldRenameType[];
  @Field(() => String, { nullable: true, description: '`windows/sysmon`: which log it is, where the events do not tell.' }) kind: string | null;
  @Field(() => String) note: string;
  @Field(() => DateTime) changedAt: Date;
}

@InputType()
export class SourceMappingInput {
  @Field(() => String) source: string;
  @Field(() => [FieldRenameInput]) renames: FieldRenameInput[];
  @Field(() => String, { nullable: true }) kind?: string | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@ObjectType('SourceMappingPayload')
export class SourceMappingPayloadType {
  @Field(() => SourceMappingType, { nullable: true }) mapping?: SourceMappingType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('OcsfClass')
export class OcsfClassType {
  @Field(() => Int) uid: number;
  @Field(() => String) name: string;
}

@ObjectType('SampleReading', { description: 'What becomes of one event.' })
export class SampleReadingType {
  @Field(() => String) original: string;
  @Field(() => String, { nullable: true }) kind: string | null;
  @Field(() => DateTime, { nullable: true }) at: Date | null;
  @Field(() => EntityType) entity: EntityType;
  @Field(() => Json, { description: 'Elastic Common Schema names.' }) ecs: unknown;
  @Field(() => OcsfClassType, { nullable: true }) ocsf: OcsfClassType | null;
  @Field(() => Json, { description: 'As rules see it.' }) fields: unknown;
  @Field(() => String, { nullable: true }) problem: string | null;
}

@ObjectType('FieldDrift')
export class FieldDriftType {
  @Field(() => String) source: string;
  @Field(() => String) field: string;
  @Field(() => String, { description: '`appeared` or `disappeared`' }) change: string;
  @Field(() => DateTime) at: Date;
}

@ObjectType('DeafRule', { description: 'A rule that can match nothing of a source, though it is about that log.' })
export class DeafRuleType {
  @Field(() => String) ruleId: string;
  @Field(() => String) title: string;
  @Field(() => SeverityEnum) level: DeafRule['level'];
  @Field(() => String) source: string;
  @Field(() => String) kind: string;
  @Field(() => [String], { description: 'What the source would have to send.' }) missing: string[];
}

@ObjectType('RuleHearing')
export class RuleHearingType {
  @Field(() => Int, { description: 'Rules that are on.' }) rules: number;
  @Field(() => Int, { description: 'Of those, rules about a log that some source sends.' }) reached: number;
  @Field(() => Int, { description: 'Of those, rules that can match.' }) able: number;
  @Field(() => [DeafRuleType]) deaf: DeafRuleType[];
}
