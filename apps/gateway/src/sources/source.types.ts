import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars';

@ObjectType('SourceMinute')
export class SourceMinuteType {
  @Field(() => DateTime) minute: Date;
  @Field(() => Int) accepted: number;
  @Field(() => Int) rejected: number;
}

@ObjectType('SourceReject')
export class SourceRejectType {
  @Field(() => String) code: string;
  @Field(() => String) message: string;
  @Field(() => Int, { nullable: true }) line: number | null;
  @Field(() => Float) count: number;
  @Field(() => DateTime) lastAt: Date;
}

@ObjectType('Source')
export class SourceType {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) kind: string | null;
  @Field(() => DateTime, { nullable: true }) lastReceivedAt: Date | null;
  @Field(() => DateTime, { nullable: true }) lastEventAt: Date | null;
  @Field(() => Float) accepted: number;
  @Field(() => Float) rejected: number;
  @Field(() => [SourceMinuteType]) minutes: readonly SourceMinuteType[];
  @Field(() => [SourceRejectType]) rejects: readonly SourceRejectType[];
}
