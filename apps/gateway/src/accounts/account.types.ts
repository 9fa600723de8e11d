import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { Actor } from '@vedette/identity';
import { DateTime } from '../graphql/scalars';
import { NodeType } from '../graphql/relay.types';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('Tenant', { implements: () => NodeType })
export class TenantType extends NodeType {
  readonly nodeType: 'Tenant';
  @Field(() => String) name: string;
  @Field(() => String, { description: '`free`, `trial`, `pro`, `enterprise`' }) plan: string;
  @Field(() => DateTime, { nullable: true }) trialEndsAt: Date | null;
  @Field(() => String, { description: '`active`, `deleting`, or `suspended`, which support alone sees' }) state: string;
}

@ObjectType('Tenancy', { description: 'An organisation that one belongs to.' })
export class TenancyType {
  @Field(() => ID, { description: 'For `switchTenant`.' }) id: string;
  @Field(() => String) name: string;
  @Field(() => String, { description: 'A built-in role, or `custom`.' }) role: string;
  @Field(() => Boolean, { description: 'The one this session works in.' }) current: boolean;
}

@ObjectType('Viewer')
export class ViewerType {
  readonly actor: Actor;
  @Field(() => String, { nullable: true }) email: string | null;
  @Field(() => String, { description: '`account:…` or `key:…`' }) principal: string;
  @Field(() => String, { nullable: true, description: 'A built-in role, or `custom`; null for a key.' }) role: string | null;
  @Field(() => [String]) permissions: string[];
  @Field(() => TenantType) tenant: TenantType;
  @Field(() => Boolean, { description: 'The organisation demands a second factor that this session lacks: nothing else works before.' }) factorRequired: boolean;
  @Field(() => DateTime, { nullable: true, description: 'When the person last proved who they are; null for a key.' }) authenticatedAt: Date | null;
  @Field(() => Boolean, { description: 'An operator whom the organisation let in, for a time.' }) support: boolean;
}

@InputType()
export class SignUpInput {
  @Field(() => String) email: string;
  @Field(() => String) password: string;
  @Field(() => String) organisation: string;
  @Field(() => String, { nullable: true, description: 'The answer to `SignUpPayload.challenge`, as JSON; only where that was given.' }) proof?: string | null;
}

@ObjectType('SignUpPayload')
export class SignUpPayloadType {
  @Field(() => Boolean) accepted: boolean;
  @Field(() => String, { nullable: true, description: 'With `sign-up.proof_wanted`: work for a second of computing (altcha 2), as JSON. Solve it and sign up once more within ten minutes.' })
  challenge?: string | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class VerifyEmailInput {
  @Field(() => String) token: string;
  @Field(() => String, { nullable: true, description: 'In another browser than the one that signed up: the password chosen there.' }) password?: string | null;
}

@InputType()
export class LogInInput {
  @Field(() => String) email: string;
  @Field(() => String) password: string;
}

@ObjectType('SecondFactorAsked', { description: 'The password was right; one of these is asked for before there is a session.' })
export class SecondFactorAskedType {
  @Field(() => String, { description: 'Stands for the first factor; good for ten minutes and a few tries.' }) token: string;
  @Field(() => [String], { description: '`passkey`, `totp`, `recovery`' }) methods: string[];
  @Field(() => DateTime, { nullable: true, description: 'Too many wrong codes: until then none is looked at. Passkeys are.' }) blockedUntil: Date | null;
}

@ObjectType('SessionPayload')
export class SessionPayloadType {
  @Field(() => SecondFactorAskedType, { nullable: true, description: 'There is no session yet.' }) secondFactor?: SecondFactorAskedType | null;
  @Field(() => ViewerType, { nullable: true }) viewer?: ViewerType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('LogOutPayload')
export class LogOutPayloadType {
  @Field(() => Boolean) ok: boolean;
}
