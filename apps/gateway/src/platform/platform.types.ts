import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime, Json } from '../graphql/scalars';
import { PageInfoType } from '../graphql/relay.types';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('PlatformTenant', { description: 'An organisation as its operators see it: what it uses and is on, and nothing that it keeps.' })
export class PlatformTenantType {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String, { description: '`active`, `suspended`, `deleting`' }) state: string;
  @Field(() => String, { description: '`free`, `trial`, `pro`, `enterprise`' }) plan: string;
  @Field(() => DateTime, { nullable: true }) trialEndsAt: Date | null;
  @Field(() => String) region: string;
  @Field(() => [String]) flags: string[];
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) suspendedAt: Date | null;
  @Field(() => String, { nullable: true }) suspendedBecause: string | null;
  @Field(() => DateTime, { nullable: true }) deletesAt: Date | null;
  @Field(() => Int) members: number;
  @Field(() => Int, { description: 'That work.' }) keys: number;
  @Field(() => Float, { description: 'Stored since midnight, UTC.' }) eventsToday: number;
  @Field(() => Float, { description: 'Stored on the last full day, UTC.' }) eventsLastDay: number;
  @Field(() => Float, { description: 'Stored today and on the 29 days before.' }) eventsLast30Days: number;
}

@ObjectType('PlatformTenantEdge')
export class PlatformTenantEdgeType {
  @Field(() => String) cursor: string;
  @Field(() => PlatformTenantType) node: PlatformTenantType;
}

@ObjectType('PlatformTenantConnection')
export class PlatformTenantConnectionType {
  @Field(() => [PlatformTenantEdgeType]) edges: PlatformTenantEdgeType[];
  @Field(() => PageInfoType) pageInfo: PageInfoType;
}

@ObjectType('PlatformTenantPayload')
export class PlatformTenantPayloadType {
  @Field(() => PlatformTenantType, { nullable: true }) tenant?: PlatformTenantType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class SetTenantPlanInput {
  @Field(() => ID) id: string;
  @Field(() => String, { description: '`free`, `trial`, `pro`, `enterprise`' }) plan: string;
}

@InputType()
export class SetTenantTrialEndInput {
  @Field(() => ID) id: string;
  @Field(() => DateTime, { nullable: true, description: 'Null: it has no end.' }) at?: Date | null;
}

@InputType()
export class SetTenantFlagsInput {
  @Field(() => ID) id: string;
  @Field(() => [String], { description: 'All of them: what is left out is switched off.' }) flags: string[];
}

@InputType()
export class SuspendTenantInput {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'The organisation reads it in its audit log.' }) reason: string;
}

@InputType()
export class PlatformTenantInput {
  @Field(() => ID) id: string;
}

@ObjectType('PlatformLogEntry')
export class PlatformLogEntryType {
  @Field(() => ID) id: string;
  @Field(() => DateTime) at: Date;
  @Field(() => String, { description: '`account:…`' }) operator: string;
  @Field(() => String, { nullable: true }) operatorEmail: string | null;
  @Field(() => String) action: string;
  @Field(() => ID, { nullable: true }) tenant: string | null;
  @Field(() => String, { nullable: true, description: 'Null where it was erased.' }) tenantName: string | null;
  @Field(() => Json) details: unknown;
}

@ObjectType('PlatformLogEdge')
export class PlatformLogEdgeType {
  @Field(() => String) cursor: string;
  @Field(() => PlatformLogEntryType) node: PlatformLogEntryType;
}

@ObjectType('PlatformLogConnection')
export class PlatformLogConnectionType {
  @Field(() => [PlatformLogEdgeType]) edges: PlatformLogEdgeType[];
  @Field(() => PageInfoType) pageInfo: PageInfoType;
}

@ObjectType('OpenSupportGrant', { description: 'A customer lets operators in.' })
export class OpenSupportGrantType {
  @Field(() => ID, { description: 'For `enterSupport`.' }) id: string;
  @Field(() => ID) tenant: string;
  @Field(() => String) tenantName: string;
  @Field(() => String) reason: string;
  @Field(() => Boolean) writes: boolean;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime) expiresAt: Date;
}

@InputType()
export class EnterSupportInput {
  @Field(() => ID, { description: 'Of `openSupportGrants`.' }) grantId: string;
}
