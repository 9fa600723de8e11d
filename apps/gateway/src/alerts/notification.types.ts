import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Alert } from '@vedette/detection';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';
import { SeverityEnum } from './alert-enums';

@ObjectType('QuietHours')
export class QuietHoursType {
  @Field(() => String, { description: 'An IANA name, `Europe/Berlin`.' }) timeZone: string;
  @Field(() => [Int], { description: 'Days on which a period begins; 1 is Monday.' }) days: readonly number[];
  @Field(() => String, { description: '`22:00`' }) from: string;
  @Field(() => String, { description: 'On the next day if it is not later than `from`.' }) to: string;
  @Field(() => Boolean) criticalBreaksThrough: boolean;
}

@ObjectType('NotificationRule')
export class NotificationRuleType {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => [SeverityEnum], { description: 'Empty: any.' }) severities: readonly Alert['severity'][];
  @Field(() => [String], { description: 'An alert of one of these rules, or with one of `tags`; both empty: any.' }) ruleIds: readonly string[];
  @Field(() => [String]) tags: readonly string[];
  @Field(() => String, { nullable: true }) entityText: string | null;
  @Field(() => [String], { description: 'Principals of members.' }) recipients: readonly string[];
  @Field(() => QuietHoursType, { nullable: true }) quiet: QuietHoursType | null;
  @Field(() => Int, { description: 'Then one digest.' }) mailsPerHour: number;
  @Field(() => String) createdBy: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime) changedAt: Date;
}

@InputType()
export class QuietHoursInput {
  @Field(() => String) timeZone: string;
  @Field(() => [Int]) days: number[];
  @Field(() => String) from: string;
  @Field(() => String) to: string;
  @Field(() => Boolean, { defaultValue: true }) criticalBreaksThrough: boolean;
}

@InputType()
export class NotificationRuleInput {
  @Field(() => String) name: string;
  @Field(() => [SeverityEnum], { nullable: true }) severities?: Alert['severity'][] | null;
  @Field(() => [String], { nullable: true }) ruleIds?: string[] | null;
  @Field(() => [String], { nullable: true }) tags?: string[] | null;
  @Field(() => String, { nullable: true, description: 'Contained in the entity, without regard to case.' }) entityText?: string | null;
  @Field(() => [String], { description: 'Principals of 1 to 50 members.' }) recipients: string[];
  @Field(() => QuietHoursInput, { nullable: true }) quiet?: QuietHoursInput | null;
  @Field(() => Int, { nullable: true, description: '1 to 60; 10 unless told.' }) mailsPerHour?: number | null;
}

@InputType()
export class ChangeNotificationRuleInput {
  @Field(() => ID) id: string;
  @Field(() => NotificationRuleInput, { description: 'All of it anew.' }) rule: NotificationRuleInput;
}

@InputType()
export class EndNotificationRuleInput {
  @Field(() => ID) id: string;
}

@ObjectType('NotificationRulePayload')
export class NotificationRulePayloadType {
  @Field(() => NotificationRuleType, { nullable: true }) rule?: NotificationRuleType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
