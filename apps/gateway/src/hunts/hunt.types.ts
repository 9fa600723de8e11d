import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { huntKinds, huntStates } from '@vedette/detection';
import type { Hunt } from '@vedette/detection';
import { EntityType, MatchedFieldType } from '../alerts/alert.types';
import { NodeType } from '../graphql/relay.types';
import { DateTime, Json } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

export const HuntKindEnum = Object.fromEntries(huntKinds.map((kind) => [kind.toUpperCase(), kind])) as Readonly<Record<string, Hunt['kind']>>;
registerEnumType(HuntKindEnum, { name: 'HuntKind', description: 'A hunt shows everything; a backtest applies the exclusions in force and counts alerts; a rerun opens them.' });
export const HuntStateEnum = Object.fromEntries(huntStates.map((state) => [state.toUpperCase(), state])) as Readonly<Record<string, Hunt['state']>>;
registerEnumType(HuntStateEnum, { name: 'HuntState' });

@ObjectType('HuntHour')
export class HuntHourType {
  @Field(() => String, { description: "The hour's beginning, ISO 8601 in UTC." }) at: string;
  @Field(() => Int) matches: number;
}

@ObjectType('HuntEntity')
export class HuntEntityType {
  @Field(() => String) kind: string;
  @Field(() => String) value: string;
  @Field(() => Int) matches: number;
}

@ObjectType('HuntHit')
export class HuntHitType {
  @Field(() => Int, { description: 'In the order they were found, from 1.' }) position: number;
  @Field(() => String, { description: '`<segment>/<index>`' }) eventId: string;
  @Field(() => DateTime) at: Date;
  @Field(() => String) source: string;
  @Field(() => EntityType) entity: EntityType;
  @Field(() => Json) event: unknown;
  @Field(() => [MatchedFieldType]) matched: MatchedFieldType[];
}

@ObjectType('Hunt', { implements: () => NodeType })
export class HuntType extends NodeType {
  readonly nodeType: 'Hunt';
  readonly hunt: Hunt;

  @Field(() => HuntKindEnum) kind: Hunt['kind'];
  @Field(() => String) title: string;
  @Field(() => String) yaml: string;
  @Field(() => DateTime) from: Date;
  @Field(() => DateTime) to: Date;
  @Field(() => [String], { nullable: true }) sources: string[] | null;
  @Field(() => HuntStateEnum) state: Hunt['state'];
  @Field(() => String, { nullable: true, description: 'Why it failed, or what could not be read.' }) problem: string | null;
  @Field(() => DateTime, { nullable: true, description: 'The first event that is kept of the range; null until it has begun, or where nothing is kept.' }) keptFrom: Date | null;
  @Field(() => Float) eventsTotal: number;
  @Field(() => Float, { description: 'Events that were looked at or ruled out.' }) eventsDone: number;
  @Field(() => Float, { description: 'Events the rule was asked about.' }) candidates: number;
  @Field(() => Float) matches: number;
  @Field(() => Float, { description: 'Matches that exclusions took back.' }) excluded: number;
  @Field(() => Float, { description: 'Alerts that the matches would have made; known at the end.' }) alerts: number;
  @Field(() => [HuntHourType]) histogram: HuntHourType[];
  @Field(() => [HuntEntityType], { description: 'The most frequent, at most 20.' }) entities: HuntEntityType[];
  @Field(() => [HuntHitType], { description: 'The first thousand are kept; at most 200 at once, behind position `after`.' }) hits?: HuntHitType[];
  @Field(() => DateTime) askedAt: Date;
  @Field(() => DateTime, { nullable: true }) startedAt: Date | null;
  @Field(() => DateTime, { nullable: true }) finishedAt: Date | null;
}

@ObjectType('HuntChange')
export class HuntChangeType {
  @Field(() => String) cursor: string;
  @Field(() => HuntType) hunt: HuntType;
}

/** What `startHunt` starts. */
export const StartedKindEnum = { HUNT: 'hunt', BACKTEST: 'backtest' } as const;
registerEnumType(StartedKindEnum, { name: 'StartedKind' });

@InputType()
export class RerunRuleInput {
  @Field(() => String) ruleId: string;
  @Field(() => DateTime) from: Date;
  @Field(() => DateTime) to: Date;
}

@InputType()
export class StartHuntInput {
  @Field(() => StartedKindEnum) kind: 'hunt' | 'backtest';
  @Field(() => String, { description: 'A Sigma rule, one with its correlations, or an ad-hoc `detection`.' }) yaml: string;
  @Field(() => String, { nullable: true }) title?: string | null;
  @Field(() => DateTime) from: Date;
  @Field(() => DateTime) to: Date;
  @Field(() => [String], { nullable: true, description: 'All sources when absent.' }) sources?: string[] | null;
}

@InputType()
export class CancelHuntInput {
  @Field(() => ID) id: string;
}

@ObjectType('HuntPayload')
export class HuntPayloadType {
  @Field(() => HuntType, { nullable: true }) hunt?: HuntType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
