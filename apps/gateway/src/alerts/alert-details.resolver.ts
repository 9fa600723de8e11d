import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Alerts, Rules } from '@vedette/detection';
import type { RuleText } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { CurrentActor } from '../graphql/gateway-context';
import { AlertRuleType, AlertType, EvidenceType } from './alert.types';

/** Evidence is read only where it is asked for: a list without it is one statement. */
@Resolver(() => AlertType)
export class AlertEvidenceResolver {
  constructor(@Inject(Alerts) private readonly alerts: Alerts) {}

  @ResolveField('evidence', () => [EvidenceType])
  async evidence(@CurrentActor() actor: Actor, @Parent() parent: AlertType): Promise<EvidenceType[]> {
    const evidence = await this.alerts.evidence(actor, parent.alert.id);
    return evidence.map(({ segmentId, index, at, event, matched }) => ({
      eventId: `${segmentId}/${index}`,
      at,
      event,
      matched: matched.map((field) => ({ ...field })),
    }));
  }
}

/** The alert keeps its rule's title, author and licence; the rest is read from the catalog, where it may have left. */
@Resolver(() => AlertRuleType)
export class AlertRuleResolver {
  private readonly asked = new WeakMap<AlertRuleType, Promise<RuleText | null>>();

  constructor(@Inject(Rules) private readonly rules: Rules) {}

  @ResolveField('description', () => String, { nullable: true })
  async description(@CurrentActor() actor: Actor, @Parent() rule: AlertRuleType): Promise<string | null> {
    return (await this.text(actor, rule))?.description ?? null;
  }

  @ResolveField('references', () => [String])
  async references(@CurrentActor() actor: Actor, @Parent() rule: AlertRuleType): Promise<readonly string[]> {
    return (await this.text(actor, rule))?.references ?? [];
  }

  @ResolveField('falsePositives', () => [String])
  async falsePositives(@CurrentActor() actor: Actor, @Parent() rule: AlertRuleType): Promise<readonly string[]> {
    return (await this.text(actor, rule))?.falsePositives ?? [];
  }

  @ResolveField('yaml', () => String, { nullable: true })
  async yaml(@CurrentActor() actor: Actor, @Parent() rule: AlertRuleType): Promise<string | null> {
    return (await this.text(actor, rule))?.yaml ?? null;
  }

  /** Four fields, one reading. */
  private text(actor: Actor, rule: AlertRuleType): Promise<RuleText | null> {
    const asked = this.asked.get(rule) ?? this.rules.get(actor, rule.id);
    this.asked.set(rule, asked);
    return asked;
  }
}
