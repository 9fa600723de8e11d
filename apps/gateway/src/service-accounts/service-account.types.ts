import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ApiKeyType, KeyOwnerType } from '../api-keys/api-key.types';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';
import { RoleNameType } from '../members/member.types';

@ObjectType('ServiceAccount', { description: 'A program of the organisation: its keys outlive the members who made them, and its role bounds them.' })
export class ServiceAccountType {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) description: string;
  @Field(() => RoleNameType) role: RoleNameType;
  @Field(() => KeyOwnerType, { nullable: true, description: 'Who answers for it; null when they have left.' }) owner: KeyOwnerType | null;
  @Field(() => [ApiKeyType], { description: 'The ended ones included.' }) keys: ApiKeyType[];
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true, description: 'Its keys do nothing while it is set.' }) disabledAt: Date | null;
}

@InputType()
export class ServiceAccountInput {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => ID, { description: 'Of `roles`: any but owner, within your own permissions.' }) role: string;
  @Field(() => ID, { nullable: true, description: 'Of `memberships`: who answers for it; you, unless told.' }) ownerId?: string | null;
}

@InputType()
export class ChangeServiceAccountInput {
  @Field(() => ID) id: string;
  @Field(() => ServiceAccountInput, { description: 'All of it anew.' }) account: ServiceAccountInput;
}

@InputType()
export class SetServiceAccountDisabledInput {
  @Field(() => ID) id: string;
  @Field(() => Boolean) disabled: boolean;
}

@ObjectType('ServiceAccountPayload')
export class ServiceAccountPayloadType {
  @Field(() => ServiceAccountType, { nullable: true }) serviceAccount?: ServiceAccountType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
