import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { NodeType } from '../graphql/relay.types';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('ApiKey', { implements: () => NodeType })
export class ApiKeyType extends NodeType {
  readonly nodeType: 'ApiKey';
  @Field(() => String) name: string;
  @Field(() => String, { description: 'What may be shown: prefix and public id.' }) hint: string;
  @Field(() => [String]) scopes: string[];
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime) expiresAt: Date;
  @Field(() => Boolean, { description: 'Within 14 days of its end.' }) expiresSoon: boolean;
  @Field(() => DateTime, { nullable: true }) revokedAt: Date | null;
  @Field(() => DateTime, { nullable: true }) lastUsedAt: Date | null;
}

@InputType()
export class CreateApiKeyInput {
  @Field(() => String) name: string;
  @Field(() => [String]) scopes: string[];
  @Field(() => Int, { nullable: true, description: '1 to 365; 90 unless told.' }) expiresInDays?: number | null;
}

@ObjectType('CreateApiKeyPayload')
export class CreateApiKeyPayloadType {
  @Field(() => ApiKeyType, { nullable: true }) apiKey?: ApiKeyType | null;
  @Field(() => String, { nullable: true, description: 'Shown this once.' }) secret?: string | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class RevokeApiKeyInput {
  @Field(() => ID) id: string;
}

@ObjectType('RevokeApiKeyPayload')
export class RevokeApiKeyPayloadType {
  @Field(() => ApiKeyType, { nullable: true }) apiKey?: ApiKeyType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
