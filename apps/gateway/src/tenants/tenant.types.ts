import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('TenantSettings')
export class TenantSettingsType {
  @Field(() => String) name: string;
  @Field(() => String, { description: 'Where its data is kept.' }) region: string;
  @Field(() => Boolean, { description: 'As long as no events are kept: nothing would have to be moved.' }) regionChangeable: boolean;
  @Field(() => Boolean, { description: 'Whoever lacks a second factor may do nothing but add one.' }) mfaRequired: boolean;
  @Field(() => Int, { description: 'Who has no second factor yet.' }) membersWithoutFactor: number;
  @Field(() => Int, { description: '5 to 60.' }) idleMinutes: number;
  @Field(() => Int, { description: '15 to 1440.' }) sessionMinutes: number;
  @Field(() => Int, { description: 'The longest life of a key: 1 to 365.' }) keyDays: number;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => String, { description: '`active` or `deleting`' }) state: string;
  @Field(() => DateTime, { nullable: true, description: 'When it is erased, unless an owner keeps it.' }) deletesAt: Date | null;
  @Field(() => String, { nullable: true, description: '`account:…`' }) deletionAskedBy: string | null;
}

@InputType({ description: 'What is left out stays.' })
export class ChangeTenantSettingsInput {
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => String, { nullable: true }) region?: string | null;
  @Field(() => Boolean, { nullable: true }) mfaRequired?: boolean | null;
  @Field(() => Int, { nullable: true }) idleMinutes?: number | null;
  @Field(() => Int, { nullable: true }) sessionMinutes?: number | null;
  @Field(() => Int, { nullable: true }) keyDays?: number | null;
}

@InputType()
export class AskTenantDeletionInput {
  @Field(() => String, { description: "The organisation's name, as it is shown." }) name: string;
}

@ObjectType('TenantSettingsPayload')
export class TenantSettingsPayloadType {
  @Field(() => TenantSettingsType, { nullable: true }) settings?: TenantSettingsType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('Domain')
export class DomainType {
  @Field(() => ID) id: string;
  @Field(() => String) domain: string;
  @Field(() => String, { description: 'Of the TXT record that proves it.' }) recordName: string;
  @Field(() => String) recordValue: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) checkedAt: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Since when it is proven.' }) verifiedAt: Date | null;
  @Field(() => String, { nullable: true, description: 'As what people of the domain may join; null: they may not.' }) autoJoinRole: string | null;
}

@InputType()
export class ClaimDomainInput {
  @Field(() => String) domain: string;
}

@InputType()
export class DomainInput {
  @Field(() => ID) id: string;
}

@InputType()
export class DomainAutoJoinInput {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true, description: '`analyst`, `responder`, `auditor`, `viewer`, `billing`; null to end it.' }) role?: string | null;
}

@ObjectType('DomainPayload')
export class DomainPayloadType {
  @Field(() => DomainType, { nullable: true }) domain?: DomainType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('Joinable', { description: 'An organisation that lets people of the domain join.' })
export class JoinableType {
  @Field(() => ID, { description: 'For `joinByDomain`.' }) id: string;
  @Field(() => String) name: string;
  @Field(() => String) domain: string;
  @Field(() => String, { description: 'A built-in role.' }) role: string;
}

@InputType()
export class JoinByDomainInput {
  @Field(() => ID, { description: 'Of `viewer.joinable`.' }) id: string;
}

@ObjectType('SupportVisit', { description: 'Somebody of support was in.' })
export class SupportVisitType {
  @Field(() => String, { description: '`support:…`, as the audit log names them.' }) principal: string;
  @Field(() => DateTime) enteredAt: Date;
  @Field(() => DateTime, { nullable: true, description: 'Null where they did not leave by themselves: then it ended with the session or the access, or goes on.' }) leftAt: Date | null;
}

@ObjectType('SupportGrant', { description: 'Support is let in, for a time.' })
export class SupportGrantType {
  @Field(() => ID) id: string;
  @Field(() => String) reason: string;
  @Field(() => Boolean, { description: 'Support may change things, too.' }) writes: boolean;
  @Field(() => String, { description: '`account:…`' }) grantedBy: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime) expiresAt: Date;
  @Field(() => DateTime, { nullable: true }) revokedAt: Date | null;
  @Field(() => Boolean, { description: 'Neither over nor taken back.' }) open: boolean;
  @Field(() => Boolean, { description: 'Who asks is in by this one.' }) current: boolean;
  @Field(() => [SupportVisitType], { description: 'Newest first.' }) visits: SupportVisitType[];
}

@InputType()
export class GrantSupportInput {
  @Field(() => String) reason: string;
  @Field(() => Int, { description: '1 to 72.' }) hours: number;
  @Field(() => Boolean, { nullable: true, description: 'False unless told.' }) writes?: boolean | null;
}

@InputType()
export class RevokeSupportInput {
  @Field(() => ID) id: string;
}

@ObjectType('SupportGrantPayload')
export class SupportGrantPayloadType {
  @Field(() => SupportGrantType, { nullable: true }) grant?: SupportGrantType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
