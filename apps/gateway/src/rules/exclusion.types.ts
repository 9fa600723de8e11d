import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { FieldMatch, TouchedAlert } from '@vedette/detection';
import { AlertResolutionEnum } from '../alerts/alert-enums';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';
import { FieldMatchEnum } from './rule-enums';

@ObjectType('Exclusion')
export class ExclusionType {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true, description: 'Null where the filter names its rules itself.' }) ruleId: string | null;
  @Field(() => String) title: string;
  @Field(() => String, { description: 'A Sigma filter.' }) yaml: string;
  @Field(() => String) reason: string;
  @Field(() => String) owner: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) expiresAt: Date | null;
  @Field(() => DateTime, { nullable: true }) endedAt: Date | null;
  @Field(() => String, { nullable: true }) endedBy: string | null;
  @Field(() => Boolean) inForce: boolean;
  @Field(() => Float, { description: 'Matches that it took back.' }) hits: number;
  @Field(() => DateTime, { nullable: true }) lastHitAt: Date | null;
}

@InputType()
export class ExcludedFieldInput {
  @Field(() => String, { description: "The rule's or the event's own name of it, dotted for nested ones." }) name: string;
  @Field(() => String, { description: 'Meant as it stands: `*` and `?` are no wildcards.' }) value: string;
  @Field(() => FieldMatchEnum, { nullable: true, defaultValue: 'exact' }) match?: FieldMatch | null;
}

@InputType()
export class PreviewExclusionInput {
  @Field(() => String, { nullable: true }) ruleId?: string | null;
  @Field(() => [ExcludedFieldInput], { nullable: true, description: 'With `ruleId`: events that have all of these values.' }) fields?: ExcludedFieldInput[] | null;
  @Field(() => String, { nullable: true, description: 'Instead: the text of one Sigma filter.' }) yaml?: string | null;
}

@InputType()
export class AddExclusionInput extends PreviewExclusionInput {
  @Field(() => String, { nullable: true }) title?: string | null;
  @Field(() => String) reason: string;
  @Field(() => DateTime, { nullable: true, description: 'Null: for ever.' }) expiresAt?: Date | null;
  @Field(() => Boolean, { nullable: true, description: 'Also where it hides alerts that were closed as true positives.' }) force?: boolean | null;
}

@InputType()
export class EndExclusionInput {
  @Field(() => ID) id: string;
}

@InputType()
export class ProlongExclusionInput {
  @Field(() => ID) id: string;
  @Field(() => DateTime, { nullable: true, description: 'Null: for ever.' }) expiresAt?: Date | null;
}

@ObjectType('ExclusionPayload')
export class ExclusionPayloadType {
  @Field(() => ExclusionType, { nullable: true }) exclusion?: ExclusionType | null;
  @Field(() => [ID], { nullable: true, description: 'The true positives for which it was refused; at most 20.' }) hiddenAlertIds?: string[] | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('TouchedAlert')
export class TouchedAlertType {
  @Field(() => ID) alertId: string;
  @Field(() => String) ruleId: string;
  @Field(() => String) title: string;
  @Field(() => String) entity: string;
  @Field(() => AlertResolutionEnum, { nullable: true }) resolution: TouchedAlert['resolution'];
  @Field(() => DateTime) openedAt: Date;
  @Field(() => Int, { description: 'Of its copied events, those that its rule matches today.' }) events: number;
  @Field(() => Int) excludedEvents: number;
  @Field(() => Boolean, { description: 'Nothing of it is left.' }) hidden: boolean;
}

@ObjectType('ExclusionPreview')
export class ExclusionPreviewType {
  @Field(() => Int, { description: 'Alerts of the last 90 days whose evidence was evaluated.' }) checked: number;
  @Field(() => Boolean, { description: 'False where there were more; true positives come first.' }) complete: boolean;
  @Field(() => Int, { description: 'Alerts of which nothing is left.' }) hidden: number;
  @Field(() => [TouchedAlertType], { description: 'The first 100.' }) touched: TouchedAlertType[];
  @Field(() => [TouchedAlertType], { description: 'For these `addExclusion` refuses, unless forced; the first 100.' }) hiddenTruePositives: TouchedAlertType[];
}
