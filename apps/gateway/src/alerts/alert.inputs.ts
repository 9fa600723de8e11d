import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { Alert } from '@vedette/detection';
import { UserErrorType } from '../graphql/user-error';
import { AlertResolutionEnum, AlertStatusEnum, SeverityEnum } from './alert-enums';
import { AlertType } from './alert.types';

@InputType('AlertFilter')
export class AlertFilterInput {
  @Field(() => [AlertStatusEnum], { nullable: true }) status?: Alert['status'][] | null;
  @Field(() => [SeverityEnum], { nullable: true }) severity?: Alert['severity'][] | null;
  @Field(() => String, {
    nullable: true,
    description: "Words that the rule's title or the entity contains, without regard to case.",
  })
  text?: string | null;
  @Field(() => String, { nullable: true }) ruleId?: string | null;
  @Field(() => String, { nullable: true, description: "A member's principal." }) assignee?: string | null;
}

@InputType()
export class AcknowledgeAlertInput {
  @Field(() => ID) id: string;
}

@InputType()
export class CloseAlertInput {
  @Field(() => ID) id: string;
  @Field(() => AlertResolutionEnum) resolution: NonNullable<Alert['resolution']>;
  @Field(() => String, { nullable: true, description: 'A false positive needs one: 1 to 500 characters.' }) reason?: string | null;
  @Field(() => [String], { nullable: true, description: 'Fields that tell such events from an attack; at most ten.' }) excludeFields?: string[] | null;
}

@ObjectType('AlertPayload')
export class AlertPayloadType {
  @Field(() => AlertType, { nullable: true }) alert?: AlertType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
