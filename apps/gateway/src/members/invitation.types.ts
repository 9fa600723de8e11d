import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';
import { RoleNameType } from './member.types';

@ObjectType('Invitation', { description: 'A letter that was neither accepted nor taken back.' })
export class InvitationType {
  @Field(() => ID, { description: 'Another after each letter.' }) id: string;
  @Field(() => String) email: string;
  @Field(() => RoleNameType) role: RoleNameType;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime) sentAt: Date;
  @Field(() => DateTime) expiresAt: Date;
  @Field(() => Boolean) expired: boolean;
  @Field(() => Int) lettersLeft: number;
}

@ObjectType('InvitationGlance', { description: "What the letter's holder may know before accepting." })
export class InvitationGlanceType {
  @Field(() => String) organisation: string;
  @Field(() => String) email: string;
  @Field(() => String) roleName: string;
  @Field(() => DateTime) expiresAt: Date;
  @Field(() => Boolean, { description: 'Then sign in with it to accept; else choose a password.' }) hasAccount: boolean;
}

@InputType()
export class InviteInput {
  @Field(() => String) email: string;
  @Field(() => ID, { description: 'Of `roles`.' }) role: string;
}

@InputType()
export class InvitationInput {
  @Field(() => ID) id: string;
}

@InputType()
export class AcceptInvitationInput {
  @Field(() => String) token: string;
  @Field(() => String, { nullable: true, description: 'For an address without an account.' }) password?: string | null;
}

@ObjectType('InvitationPayload')
export class InvitationPayloadType {
  @Field(() => InvitationType, { nullable: true }) invitation?: InvitationType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
