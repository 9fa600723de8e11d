import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ViewerType } from '../accounts/account.types';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

@InputType()
export class AskByMailInput {
  @Field(() => String) email: string;
}

@ObjectType('AskedPayload')
export class AskedPayloadType {
  @Field(() => Boolean, { description: 'Says nothing about whether the address is known.' }) accepted: boolean;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class ResetPasswordInput {
  @Field(() => String, { description: "Of the letter's link." }) token: string;
  @Field(() => String) password: string;
}

@InputType()
export class MailTokenInput {
  @Field(() => String, { description: "Of the letter's link." }) token: string;
}

@InputType()
export class ChangePasswordInput {
  @Field(() => String) current: string;
  @Field(() => String) next: string;
}

@InputType()
export class AskEmailChangeInput {
  @Field(() => String) email: string;
}

@ObjectType('EmailChange', { description: 'Waits for the links that went to both addresses.' })
export class EmailChangeType {
  @Field(() => String, { description: 'The address to be.' }) email: string;
  @Field(() => Boolean) oldConfirmed: boolean;
  @Field(() => Boolean) newConfirmed: boolean;
  @Field(() => DateTime) expiresAt: Date;
}

@ObjectType('EmailChangePayload')
export class EmailChangePayloadType {
  @Field(() => EmailChangeType, { nullable: true, description: 'What still has to be confirmed; null once it is done.' }) emailChange?: EmailChangeType | null;
  @Field(() => ViewerType, { nullable: true, description: 'With the new address, once it is done.' }) viewer?: ViewerType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('OwnSession', { description: 'Where you are signed in, in whatever organisation.' })
export class OwnSessionType {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'The organisation worked in.' }) tenantName: string;
  @Field(() => String, { description: 'In words: `Firefox on Linux`.' }) browser: string;
  @Field(() => String) address: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { description: 'To the minute.' }) lastSeenAt: Date;
  @Field(() => DateTime, { description: 'Unless it is used again before.' }) endsAt: Date;
  @Field(() => Boolean, { description: 'This one.' }) current: boolean;
}

@ObjectType('OwnDevice', { description: 'A browser that you signed in from.' })
export class OwnDeviceType {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'In words: `Firefox on Linux`.' }) browser: string;
  @Field(() => String, { description: 'From where it was first seen.' }) address: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime) lastSeenAt: Date;
  @Field(() => Boolean, { description: 'This one.' }) current: boolean;
}

@InputType()
export class OwnSessionInput {
  @Field(() => ID) id: string;
}

@InputType()
export class OwnDeviceInput {
  @Field(() => ID) id: string;
}
