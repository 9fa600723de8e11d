import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { accessCsv, AccessReport } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { AccessReportType } from './access.types';

@Resolver()
export class AccessResolver {
  constructor(@Inject(AccessReport) private readonly report: AccessReport) {}

  @Query(() => AccessReportType, { description: 'Who could do what at the end of a day, in UTC.' })
  @Requires('audit:read')
  async accessReport(
    @CurrentActor() actor: Actor,
    @Args('day', { type: () => String, description: '`2026-11-21`' }) day: string,
    @Args('permission', { type: () => String, nullable: true, description: 'Only who could do this.' }) permission?: string | null,
  ): Promise<AccessReportType> {
    const rows = await this.report.on(actor, { day, permission });
    return { rows: rows.map(({ accountId, ...row }) => ({ ...row, principal: `account:${accountId}` })), csv: accessCsv(rows) };
  }
}
