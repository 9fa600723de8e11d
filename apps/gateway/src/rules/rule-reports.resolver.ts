import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { Coverage, DriftReport } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { DateTime } from '../graphql/scalars';
import { AttackCoverageType, RuleDriftPageType } from './rule-reports.types';

@Resolver()
export class RuleReportsResolver {
  constructor(
    @Inject(Coverage) private readonly coverage: Coverage,
    @Inject(DriftReport) private readonly drift: DriftReport,
  ) {}

  @Query(() => AttackCoverageType, { description: 'Each technique of ATT&CK: rules that run, rules that would see something, alerts.' })
  @Requires('rule:read')
  attackCoverage(@CurrentActor() actor: Actor): Promise<AttackCoverageType> {
    return this.coverage.matrix(actor);
  }

  @Query(() => RuleDriftPageType, { description: 'What new versions of packs changed, beside what this organisation had decided.' })
  @Requires('rule:read')
  ruleDrift(@CurrentActor() actor: Actor, @Args('since', { type: () => DateTime }) since: Date): Promise<RuleDriftPageType> {
    return this.drift.since(actor, since);
  }
}
