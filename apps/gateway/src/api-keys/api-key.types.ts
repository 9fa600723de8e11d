import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { KeyEnd, KeyKind } from '@vedette/identity';
import { NodeType } from '../graphql/relay.types';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

export const ApiKeyKindEnum = { KEY: 'key', CLI: 'cli' } as const satisfies Record<Uppercase<KeyKind>, KeyKind>;
export const ApiKeyEndEnum = { ASKED: 'asked', LEAKED: 'leaked', ROTATED: 'rotated', OWNER_LEFT: 'owner left' } as const satisfies Record<string, KeyEnd>;
/** What a person may say of why they end a key. */
export const ApiKeyRevocationEnum = { ASKED: 'asked', LEAKED: 'leaked' } as const satisfies Record<string, KeyEnd>;

registerEnumType(ApiKeyKindEnum, { name: 'ApiKeyKind', description: 'CLI was granted to a command line by `vedette login`.' });
registerEnumType(ApiKeyEndEnum, { name: 'ApiKeyEnd', description: 'ROTATED also while the old key still works beside the new one.' });
registerEnumType(ApiKeyRevocationEnum, { name: 'ApiKeyRevocation' });

@ObjectType('KeyOwner', { description: 'The member who made a key, or who answers for a service account.' })
export class KeyOwnerType {
  @Field(() => ID, { description: 'Of their membership.' }) id: string;
  @Field(() => String, { nullable: true, description: 'Null for an account that is disabled.' }) email: string | null;
}

@ObjectType('ServiceAccountName')
export class ServiceAccountNameType {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
}

@ObjectType('ApiKey', { implements: () => NodeType })
export class ApiKeyType extends NodeType {
  readonly nodeType: 'ApiKey';
  @Field(() => String) name: string;
  @Field(() => String, { description: 'What may be shown: prefix and public id.' }) hint: string;
  @Field(() => ApiKeyKindEnum) kind: KeyKind;
  @Field(() => [String]) scopes: string[];
  @Field(() => [String], { description: 'From where alone it works (CIDR); from anywhere where there is none.' }) networks: string[];
  @Field(() => [String], { description: 'From where it was used, as /24 or /48; the first twenty.' }) seenNetworks: string[];
  @Field(() => KeyOwnerType, { nullable: true, description: 'Null when they have left.' }) owner: KeyOwnerType | null;
  @Field(() => ServiceAccountNameType, { nullable: true, description: 'Whose role bounds it; null for a key of a person.' }) serviceAccount: ServiceAccountNameType | null;
  @Field(() => ID, { nullable: true, description: 'The key it takes over from.' }) replaces: string | null;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime) expiresAt: Date;
  @Field(() => Boolean, { description: 'Within 14 days of its end.' }) expiresSoon: boolean;
  @Field(() => DateTime, { nullable: true }) revokedAt: Date | null;
  @Field(() => ApiKeyEndEnum, { nullable: true }) revokedBecause: KeyEnd | null;
  @Field(() => DateTime, { nullable: true, description: 'To the hour.' }) lastUsedAt: Date | null;
}

@InputType()
export class CreateApiKeyInput {
  @Field(() => String) name: string;
  @Field(() => [String]) scopes: string[];
  @Field(() => Int, { nullable: true, description: "1 to what the organisation's policy allows, 365 at most; 90 unless told." }) expiresInDays?: number | null;
  @Field(() => [String], { nullable: true, description: 'CIDR or single addresses, at most 50; from anywhere unless told.' }) networks?: string[] | null;
  @Field(() => ID, { nullable: true, description: 'The key is then this service account’s, bounded by its role.' }) serviceAccountId?: string | null;
}

@ObjectType('CreateApiKeyPayload')
export class CreateApiKeyPayloadType {
  @Field(() => ApiKeyType, { nullable: true }) apiKey?: ApiKeyType | null;
  @Field(() => String, { nullable: true, description: 'Shown this once.' }) secret?: string | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class RotateApiKeyInput {
  @Field(() => ID) id: string;
  @Field(() => Int, { nullable: true, description: 'How long the old key works beside the new one: 0 to 168; 24 unless told.' }) overlapHours?: number | null;
}

@ObjectType('RotateApiKeyPayload')
export class RotateApiKeyPayloadType {
  @Field(() => ApiKeyType, { nullable: true, description: 'The new one.' }) apiKey?: ApiKeyType | null;
  @Field(() => ApiKeyType, { nullable: true, description: 'The old one, with its new end.' }) replaced?: ApiKeyType | null;
  @Field(() => String, { nullable: true, description: 'Shown this once.' }) secret?: string | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class RevokeApiKeyInput {
  @Field(() => ID) id: string;
  @Field(() => ApiKeyRevocationEnum, { nullable: true, description: 'ASKED unless told.' }) because?: 'asked' | 'leaked' | null;
}

@ObjectType('RevokeApiKeyPayload')
export class RevokeApiKeyPayloadType {
  @Field(() => ApiKeyType, { nullable: true }) apiKey?: ApiKeyType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
