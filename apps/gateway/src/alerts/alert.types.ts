import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Alert } from '@vedette/detection';
import { NodeType, PageInfoType } from '../graphql/relay.types';
import { DateTime, Json } from '../graphql/scalars';
import { AlertResolutionEnum, AlertStatusEnum, SeverityEnum } from './alert-enums';

@ObjectType('AlertRule')
export class AlertRuleType {
  @Field(() => String) id: string;
  @Field(() => String) title: string;
  @Field(() => String) author: string;
  @Field(() => String) licence: string;
  @Field(() => String) pack: string;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => [String]) references?: string[];
  @Field(() => [String]) falsePositives?: string[];
  @Field(() => String, { nullable: true, description: "The rule's own text." }) yaml?: string | null;
}

@ObjectType('AttackTag')
export class AttackTagType {
  @Field(() => String, { description: '`attack.t1059.001`' }) tag: string;
  @Field(() => String, { nullable: true, description: '`T1059.001`, null for a tactic.' }) technique: string | null;
  @Field(() => String, { nullable: true, description: '`execution`, null for a technique.' }) tactic: string | null;
}

@ObjectType('Entity')
export class EntityType {
  @Field(() => String) kind: string;
  @Field(() => String) value: string;
}

@ObjectType('MatchedField')
export class MatchedFieldType {
  @Field(() => String, { description: "The event's own field, dotted for nested ones." }) field: string;
  @Field(() => String) value: string;
  @Field(() => String, { description: 'As the rule writes it: `CommandLine|contains: -enc`' }) condition: string;
}

@ObjectType('Evidence')
export class EvidenceType {
  @Field(() => String, { description: '`<segment>/<index>`' }) eventId: string;
  @Field(() => DateTime) at: Date;
  @Field(() => Json) event: unknown;
  @Field(() => [MatchedFieldType]) matched: MatchedFieldType[];
}

@ObjectType('Alert', { implements: () => NodeType })
export class AlertType extends NodeType {
  /** For what is only read when asked for. */
  readonly nodeType: 'Alert';
  readonly alert: Alert;

  @Field(() => AlertRuleType) rule: AlertRuleType;
  @Field(() => SeverityEnum) severity: Alert['severity'];
  @Field(() => AlertStatusEnum) status: Alert['status'];
  @Field(() => AlertResolutionEnum, { nullable: true }) resolution: Alert['resolution'];
  @Field(() => [AttackTagType]) attack: AttackTagType[];
  @Field(() => EntityType) entity: EntityType;
  @Field(() => String) source: string;
  @Field(() => String, { description: 'One sentence that says why it fired.' }) reason: string;
  @Field(() => DateTime) firstEventAt: Date;
  @Field(() => DateTime) lastEventAt: Date;
  @Field(() => Int) eventCount: number;
  @Field(() => DateTime) openedAt: Date;
  @Field(() => DateTime) changedAt: Date;
  @Field(() => String, { nullable: true }) acknowledgedBy: string | null;
  @Field(() => DateTime, { nullable: true }) acknowledgedAt: Date | null;
  @Field(() => String, { nullable: true }) closedBy: string | null;
  @Field(() => DateTime, { nullable: true }) closedAt: Date | null;
  @Field(() => String, { nullable: true, description: "A member's principal." }) assignee: string | null;
  @Field(() => DateTime, { nullable: true }) assignedAt: Date | null;
  @Field(() => Boolean, { description: 'It gathers matches of a suppression, whomever they are about.' }) suppressed: boolean;
  @Field(() => [EvidenceType], { description: 'The first ten events, oldest first.' }) evidence?: EvidenceType[];
}

@ObjectType('AlertEdge')
export class AlertEdgeType {
  @Field(() => String) cursor: string;
  @Field(() => AlertType) node: AlertType;
}

@ObjectType('AlertConnection')
export class AlertConnectionType {
  @Field(() => [AlertEdgeType]) edges: AlertEdgeType[];
  @Field(() => PageInfoType) pageInfo: PageInfoType;
}

@ObjectType('AlertChange')
export class AlertChangeType {
  @Field(() => String) cursor: string;
  @Field(() => AlertType) alert: AlertType;
}
