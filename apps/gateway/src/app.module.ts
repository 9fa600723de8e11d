import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { Alerts, BulkChanges, Comments, Entities, Hunts, Ledger, MappingReport, Mappings, NotificationRules, Rules, SchemaDrift, Segments, Sources, Suppressions } from '@vedette/detection';
import { Accounts, ApiKeys } from '@vedette/identity';
import { AccountsResolver } from './accounts/accounts.resolver';
import { SignUpGuard } from './accounts/sign-up-guard';
import { AlertChangesResolver } from './alerts/alert-changes.resolver';
import { AlertEvidenceResolver, AlertRuleResolver } from './alerts/alert-details.resolver';
import { AlertView } from './alerts/alert-view';
import { AlertWorkResolver } from './alerts/alert-work.resolver';
import { AlertsResolver } from './alerts/alerts.resolver';
import { BulkChangesResolver } from './alerts/bulk-changes.resolver';
import { EntitiesResolver } from './alerts/entities.resolver';
import { MemberAddresses } from './alerts/member-addresses';
import { NotificationRulesResolver } from './alerts/notification-rules.resolver';
import { SuppressionsResolver } from './alerts/suppressions.resolver';
import { ApiKeysResolver } from './api-keys/api-keys.resolver';
import { programProviders, programResolvers } from './api-keys/program-parts';
import { AccessGuard } from './auth/access.guard';
import { AttemptLimits } from './auth/attempt-limits';
import { DeclaredResolvers } from './auth/declared-resolvers';
import { SessionCookies } from './auth/session-cookies';
import { factorProviders, factorResolvers } from './factors/factor-parts';
import { firstStepsProviders, firstStepsResolvers } from './first-steps/first-steps-parts';
import type { GatewayConfig } from './gateway-config';
import { GlobalIds } from './graphql/global-id';
import { graphqlOptions } from './graphql/graphql-options';
import { NodeResolver } from './graphql/node.resolver';
import { PassOn } from './graphql/pass-on.filter';
import { HuntView } from './hunts/hunt-view';
import { HuntsResolver } from './hunts/hunts.resolver';
import { Quota } from './ingest/quota';
import { ownAccountProviders, ownAccountResolvers } from './own-account/own-account-parts';
import { memberProviders, memberResolvers } from './members/member-parts';
import type { Parts } from './parts';
import { platformProviders, platformResolvers } from './platform/platform-parts';
import { SourceSchemasResolver } from './sources/source-schemas.resolver';
import { ruleProviders, ruleResolvers } from './rules/rule-life';
import { SourcesResolver } from './sources/sources.resolver';
import { LiveCursors } from './subscriptions/live-cursor';
import { tenantProviders, tenantResolvers } from './tenants/tenant-parts';
import { TestAttackResolver } from './test-attack/test-attack.resolver';

export const resolvers = [
  AccountsResolver, AlertsResolver, AlertEvidenceResolver, AlertRuleResolver, AlertChangesResolver, ApiKeysResolver, NodeResolver,
  AlertWorkResolver, BulkChangesResolver, SuppressionsResolver, EntitiesResolver, NotificationRulesResolver,
  SourcesResolver, TestAttackResolver, HuntsResolver, SourceSchemasResolver, ...ruleResolvers, ...memberResolvers, ...ownAccountResolvers, ...tenantResolvers, ...platformResolvers, ...programResolvers,
  ...factorResolvers, ...firstStepsResolvers,
];

/** GraphQL, put together. What Nest injects was opened before it, so that a spec and `main.ts` boot the same thing. */
@Module({})
export class AppModule {
  static of(config: GatewayConfig, parts: Parts): DynamicModule {
    const secrets = config.VEDETTE_PEPPERS.map(({ secret }) => secret);
    const [{ secret }] = config.VEDETTE_PEPPERS;
    const { cache } = parts;
    return {
      module: AppModule,
      imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(graphqlOptions({ suggestions: config.VEDETTE_MODE !== 'production' }))],
      providers: [
        ...resolvers,
        AlertView,
        HuntView,
        DeclaredResolvers,
        ...ruleProviders(parts.ruleLife),
        ...memberProviders(parts.membership),
        ...ownAccountProviders(parts.ownAccount),
        ...tenantProviders(parts.tenancy),
        ...platformProviders(parts.platform),
        ...programProviders(parts.programs),
        ...factorProviders(parts.factors),
        ...firstStepsProviders(parts.firstSteps),
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: PassOn },
        { provide: Accounts, useValue: parts.accounts },
        { provide: ApiKeys, useValue: parts.apiKeys },
        { provide: Alerts, useValue: parts.alerts },
        { provide: BulkChanges, useValue: parts.bulkChanges },
        { provide: Comments, useValue: parts.comments },
        { provide: Entities, useValue: parts.entities },
        { provide: Suppressions, useValue: parts.suppressions },
        { provide: NotificationRules, useValue: parts.notificationRules },
        { provide: MemberAddresses, useValue: parts.memberAddresses },
        { provide: Rules, useValue: parts.rules },
        { provide: Sources, useValue: parts.sources },
        { provide: Ledger, useValue: parts.ledger },
        { provide: Mappings, useValue: parts.mappings },
        { provide: MappingReport, useValue: parts.mappingReport },
        { provide: SchemaDrift, useValue: parts.schemaDrift },
        { provide: Hunts, useValue: parts.hunts },
        { provide: Segments, useValue: parts.segments },
        { provide: GlobalIds, useValue: parts.globalIds },
        { provide: LiveCursors, useValue: new LiveCursors(secrets) },
        { provide: SessionCookies, useValue: new SessionCookies(parts.cookie) },
        { provide: AttemptLimits, useValue: new AttemptLimits({ cache, secret, perAddress: config.ATTEMPTS_PER_ADDRESS }) },
        { provide: SignUpGuard, useValue: parts.signUpGuard },
        { provide: Quota, useValue: new Quota({ cache, eventsPerMinute: config.INGEST_EVENTS_PER_MINUTE }) },
      ],
    };
  }
}
