import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

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
  @Field(() => Boolean, { description: 'Its events are counted and dropped.' }) muted: boolean;
  @Field(() => [SourceMinuteType]) minutes: readonly SourceMinuteType[];
  @Field(() => [SourceRejectType]) rejects: readonly SourceRejectType[];
}

@ObjectType('SourceQuality')
export class SourceQualityType {
  @Field(() => Float, { description: 'Of no kind that is known.' }) unparsed: number;
  @Field(() => Float, { description: 'Without a time that can be believed.' }) untimed: number;
  @Field(() => Float, { description: 'More than an hour old when they came.' }) late: number;
  @Field(() => Float, { description: 'Dated more than five minutes ahead.' }) ahead: number;
}

@ObjectType('LedgerLine', { description: '`received = refused + dropped + evaluated + failed + waiting`, at any moment.' })
export class LedgerLineType {
  @Field(() => String) source: string;
  @Field(() => Float) received: number;
  @Field(() => Float) refused: number;
  @Field(() => Float) dropped: number;
  @Field(() => Float) evaluated: number;
  @Field(() => Float) failed: number;
  @Field(() => Float) waiting: number;
  @Field(() => SourceQualityType) quality: SourceQualityType;
}

@InputType()
export class MuteSourceInput {
  @Field(() => String) name: string;
  @Field(() => Boolean) muted: boolean;
}

@ObjectType('MuteSourcePayload')
export class MuteSourcePayloadType {
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
