import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('RoleName', { description: 'A role without what it allows.' })
export class RoleNameType {
  @Field(() => ID, { description: '`owner` … `billing`, or the id of a role of your own.' }) id: string;
  @Field(() => String) name: string;
}

@ObjectType('TeamName')
export class TeamNameType {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
}

@ObjectType('Membership', { description: 'Somebody who belongs to the organisation.' })
export class MembershipType {
  @Field(() => ID) id: string;
  @Field(() => String, { description: '`account:…`' }) principal: string;
  @Field(() => String, { nullable: true, description: 'Null for an account that is disabled.' }) email: string | null;
  @Field(() => RoleNameType) role: RoleNameType;
  @Field(() => [TeamNameType]) teams: TeamNameType[];
  @Field(() => DateTime) joinedAt: Date;
  @Field(() => Boolean) isYou: boolean;
}

@InputType()
export class ChangeMemberRoleInput {
  @Field(() => ID) id: string;
  @Field(() => ID, { description: 'Of `roles`.' }) role: string;
}

@InputType()
export class MemberInput {
  @Field(() => ID) id: string;
}

@InputType()
export class LeaveInput {
  @Field(() => String, { description: "The organisation's name, since there is no way back." }) name: string;
}

@ObjectType('MembershipPayload')
export class MembershipPayloadType {
  @Field(() => MembershipType, { nullable: true }) membership?: MembershipType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('DonePayload')
export class DonePayloadType {
  @Field(() => Boolean) done: boolean;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('Role')
export class RoleType {
  @Field(() => ID, { description: '`owner` … `billing`, or the id of a role of your own.' }) id: string;
  @Field(() => String) name: string;
  @Field(() => String) description: string;
  @Field(() => [String]) permissions: string[];
  @Field(() => Boolean) builtIn: boolean;
  @Field(() => Int, { nullable: true, description: 'Of a role of your own: how many have it.' }) members: number | null;
}

@InputType()
export class RoleInput {
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => [String]) permissions: string[];
}

@InputType()
export class ChangeRoleInput {
  @Field(() => ID) id: string;
  @Field(() => RoleInput, { description: 'All of it anew.' }) role: RoleInput;
}

@InputType()
export class RemoveRoleInput {
  @Field(() => ID) id: string;
}

@ObjectType('RolePayload')
export class RolePayloadType {
  @Field(() => RoleType, { nullable: true }) role?: RoleType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('Team', { description: 'A team allows nothing; it says who works together.' })
export class TeamType {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => [ID], { description: 'Of memberships.' }) members: string[];
}

@InputType()
export class CreateTeamInput {
  @Field(() => String) name: string;
}

@InputType()
export class RenameTeamInput {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
}

@InputType()
export class RemoveTeamInput {
  @Field(() => ID) id: string;
}

@InputType()
export class TeamMemberInput {
  @Field(() => ID) id: string;
  @Field(() => ID) memberId: string;
}

@ObjectType('TeamPayload')
export class TeamPayloadType {
  @Field(() => TeamType, { nullable: true }) team?: TeamType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
