import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { RuleDrift } from '@vedette/detection';
import { SeverityEnum } from '../alerts/alert-enums';
import { DateTime } from '../graphql/scalars';

@ObjectType('AttackTactic')
export class AttackTacticType {
  @Field(() => String, { description: '`execution`' }) id: string;
  @Field(() => String) name: string;
}

@ObjectType('TechniqueCoverage')
export class TechniqueCoverageType {
  @Field(() => String, { description: '`T1059.001`' }) id: string;
  @Field(() => String) name: string;
  @Field(() => [String]) tactics: readonly string[];
  @Field(() => Int, { description: 'Rules tagged with just this one, not with those below it.' }) enabled: number;
  @Field(() => Int) disabled: number;
  @Field(() => Int, { description: 'Of the enabled ones, those whose kind of log some source sends.' }) visible: number;
  @Field(() => Int, { description: 'Of the last 90 days.' }) alerts: number;
}

@ObjectType('UnknownTechnique')
export class UnknownTechniqueType {
  @Field(() => String) id: string;
  @Field(() => Int) rules: number;
}

@ObjectType('AttackCoverage')
export class AttackCoverageType {
  @Field(() => [AttackTacticType], { description: "In the matrix's order." }) tactics: readonly AttackTacticType[];
  @Field(() => [TechniqueCoverageType], { description: 'All of ATT&CK Enterprise. © 2025 The MITRE Corporation.' }) techniques: readonly TechniqueCoverageType[];
  @Field(() => [UnknownTechniqueType], { description: 'What rules are tagged with and ATT&CK does not have.' }) unknown: readonly UnknownTechniqueType[];
  @Field(() => [String], { description: 'Kinds of logs that sources send.' }) kinds: readonly string[];
}

@ObjectType('RuleDrift')
export class RuleDriftType {
  @Field(() => String) pack: string;
  @Field(() => String) path: string;
  @Field(() => String) ruleId: string;
  @Field(() => String) title: string;
  @Field(() => String, { description: '`added`, `changed` or `removed`' }) change: string;
  @Field(() => DateTime) at: Date;
  @Field(() => String, { nullable: true }) before: string | null;
  @Field(() => String, { nullable: true }) after: string | null;
  @Field(() => String, { description: 'As `diff -u`.' }) diff: string;
  @Field(() => Boolean, { nullable: true, description: 'As decided here; null where nothing was.' }) enabled: boolean | null;
  @Field(() => SeverityEnum, { nullable: true }) severity: RuleDrift['severity'];
  @Field(() => Int) exclusions: number;
  @Field(() => Boolean, { description: 'An own rule stands in its place, and did not change with it.' }) replaced: boolean;
  @Field(() => Float, { description: 'In the last 30 days.' }) matched: number;
  @Field(() => Float) alerts: number;
  @Field(() => Boolean, { description: 'Decided about, tuned, replaced or firing here.' }) concerns: boolean;
}

@ObjectType('RuleDriftPage')
export class RuleDriftPageType {
  @Field(() => [RuleDriftType], { description: 'What concerns this organisation first, then newest first; at most 200.' }) changes: readonly RuleDriftType[];
  @Field(() => Int) total: number;
}
