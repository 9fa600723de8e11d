import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Alert, RelatedAlert } from '@vedette/detection';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';
import { AlertResolutionEnum } from './alert-enums';
import { AlertFilterInput } from './alert.inputs';
import { AlertType } from './alert.types';

export const AlertRelationEnum = { EVENT: 'event', GROUP: 'group', ENTITY: 'entity' } as const satisfies Record<Uppercase<RelatedAlert['relations'][number]>, RelatedAlert['relations'][number]>;
registerEnumType(AlertRelationEnum, { name: 'AlertRelation', description: 'What two alerts share: an event, the values of a group, the entity.' });
export const AlertMoveEnum = { ACKNOWLEDGE: 'acknowledge', CLOSE: 'close', ASSIGN: 'assign' } as const;
registerEnumType(AlertMoveEnum, { name: 'AlertMove' });

@ObjectType('AlertComment')
export class AlertCommentType {
  @Field(() => ID) id: string;
  @Field(() => String, { description: '`account:…` or `key:…`' }) author: string;
  @Field(() => String, { description: 'Plain text.' }) text: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) editedAt: Date | null;
}

@ObjectType('AlertEvent')
export class AlertEventType {
  @Field(() => DateTime) at: Date;
  @Field(() => String) principal: string;
  @Field(() => String, { description: '`closed an alert as false positive`' }) words: string;
}

@ObjectType('RelatedAlert')
export class RelatedAlertType {
  @Field(() => AlertType) alert: AlertType;
  @Field(() => [AlertRelationEnum], { description: 'The strongest first.' }) relations: RelatedAlert['relations'];
}

@ObjectType('AlertFeedback')
export class AlertFeedbackType {
  @Field(() => String) reason: string;
  @Field(() => [String], { description: 'Fields that tell such events from an attack.' }) excludeFields: readonly string[];
  @Field(() => String) givenBy: string;
  @Field(() => DateTime) givenAt: Date;
}

@ObjectType('EntityRisk')
export class EntityRiskType {
  @Field(() => String) kind: string;
  @Field(() => String) value: string;
  @Field(() => Float, { description: 'What its alerts added (low 5, medium 15, high 40, critical 80), halved every 24 hours.' }) score: number;
  @Field(() => Float, { description: 'Alerts that were ever opened about it.' }) alerts: number;
  @Field(() => DateTime) firstSeenAt: Date;
  @Field(() => DateTime) lastSeenAt: Date;
}

@ObjectType('Member')
export class MemberType {
  @Field(() => String, { description: '`account:…`' }) principal: string;
  @Field(() => String) email: string;
  @Field(() => String) role: string;
}

@InputType()
export class AssignAlertInput {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true, description: "A member's principal; null for nobody." }) assignee?: string | null;
}

@InputType()
export class WriteCommentInput {
  @Field(() => ID) alertId: string;
  @Field(() => String, { description: '1 to 10,000 characters.' }) text: string;
}

@InputType()
export class EditCommentInput {
  @Field(() => ID) id: string;
  @Field(() => String) text: string;
}

@InputType()
export class DeleteCommentInput {
  @Field(() => ID) id: string;
}

@ObjectType('CommentPayload')
export class CommentPayloadType {
  @Field(() => AlertCommentType, { nullable: true }) comment?: AlertCommentType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class ChangeAlertsInput {
  @Field(() => [ID], { nullable: true, description: '1 to 1,000; these or a filter.' }) ids?: string[] | null;
  @Field(() => AlertFilterInput, { nullable: true, description: 'The newest 1,000 that it lets through.' }) filter?: AlertFilterInput | null;
  @Field(() => AlertMoveEnum) move: 'acknowledge' | 'close' | 'assign';
  @Field(() => AlertResolutionEnum, { nullable: true, description: 'To close.' }) resolution?: Alert['resolution'];
  @Field(() => String, { nullable: true, description: 'To close as a false positive: why.' }) reason?: string | null;
  @Field(() => [String], { nullable: true }) excludeFields?: string[] | null;
  @Field(() => String, { nullable: true, description: 'To assign; null for nobody.' }) assignee?: string | null;
}

@InputType()
export class UndoAlertChangeInput {
  @Field(() => String) token: string;
}

@ObjectType('SkippedAlert')
export class SkippedAlertType {
  @Field(() => ID) id: string;
  @Field(() => String, { description: '`noun.reason`' }) code: string;
}

@ObjectType('ChangeAlertsPayload')
export class ChangeAlertsPayloadType {
  @Field(() => Int, { nullable: true }) changed?: number | null;
  @Field(() => [ID], { nullable: true }) changedIds?: string[] | null;
  @Field(() => [SkippedAlertType], { nullable: true }) skipped?: SkippedAlertType[] | null;
  @Field(() => Boolean, { nullable: true, description: 'The filter let more through than 1,000.' }) more?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Takes it back: once, for ten minutes, by who did it.' }) undoToken?: string | null;
  @Field(() => DateTime, { nullable: true }) undoUntil?: Date | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
