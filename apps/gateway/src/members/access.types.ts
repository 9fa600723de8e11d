import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('AccessRow')
export class AccessRowType {
  @Field(() => String) principal: string;
  @Field(() => String, { nullable: true }) email: string | null;
  @Field(() => String) roleName: string;
  @Field(() => [String], { description: 'What the role allowed on that day.' }) permissions: readonly string[];
  @Field(() => DateTime) since: Date;
  @Field(() => Boolean, { description: 'Still.' }) isMember: boolean;
}

@ObjectType('AccessReport')
export class AccessReportType {
  @Field(() => [AccessRowType]) rows: AccessRowType[];
  @Field(() => String, { description: 'The same as CSV.' }) csv: string;
}

export const AccessDecisionEnum = { KEEP: 'keep', REMOVE: 'remove' } as const;
registerEnumType(AccessDecisionEnum, { name: 'AccessDecision' });

@ObjectType('ReviewedAccess')
export class ReviewedAccessType {
  @Field(() => ID, { description: 'Of the membership.' }) memberId: string;
  @Field(() => String, { nullable: true, description: 'Null for somebody who has left.' }) email: string | null;
  @Field(() => String) roleName: string;
  @Field(() => [String]) permissions: readonly string[];
  @Field(() => AccessDecisionEnum, { nullable: true }) decision: 'keep' | 'remove' | null;
  @Field(() => String) note: string;
}

@ObjectType('AccessReview')
export class AccessReviewType {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => DateTime) startedAt: Date;
  @Field(() => DateTime) dueAt: Date;
  @Field(() => DateTime, { nullable: true }) closedAt: Date | null;
  @Field(() => Int) total: number;
  @Field(() => Int) decided: number;
}

@InputType()
export class StartAccessReviewInput {
  @Field(() => String) name: string;
  @Field(() => DateTime) dueAt: Date;
}

@InputType()
export class DecideAccessInput {
  @Field(() => ID, { description: 'Of the review.' }) id: string;
  @Field(() => ID) memberId: string;
  @Field(() => AccessDecisionEnum) decision: 'keep' | 'remove';
  @Field(() => String, { nullable: true }) note?: string | null;
}

@InputType()
export class CloseAccessReviewInput {
  @Field(() => ID) id: string;
}

@ObjectType('AccessReviewPayload')
export class AccessReviewPayloadType {
  @Field(() => AccessReviewType, { nullable: true }) review?: AccessReviewType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
