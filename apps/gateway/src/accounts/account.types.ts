import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { Actor } from '@vedette/identity';
import { NodeType } from '../graphql/relay.types';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('Tenant', { implements: () => NodeType })
export class TenantType extends NodeType {
  readonly nodeType: 'Tenant';
  @Field(() => String) name: string;
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
}

@InputType()
export class SignUpInput {
  @Field(() => String) email: string;
  @Field(() => String) password: string;
  @Field(() => String) organisation: string;
}

@ObjectType('SignUpPayload')
export class SignUpPayloadType {
  @Field(() => Boolean) accepted: boolean;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class VerifyEmailInput {
  @Field(() => String) token: string;
}

@InputType()
export class LogInInput {
  @Field(() => String) email: string;
  @Field(() => String) password: string;
}

@ObjectType('SessionPayload')
export class SessionPayloadType {
  @Field(() => ViewerType, { nullable: true }) viewer?: ViewerType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('LogOutPayload')
export class LogOutPayloadType {
  @Field(() => Boolean) ok: boolean;
}
