import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ViewerType } from '../accounts/account.types';
import { DateTime } from '../graphql/scalars';
import { UserErrorType } from '../graphql/user-error';

@ObjectType('Totp', { description: 'An authenticator app.' })
export class TotpType {
  @Field(() => DateTime) confirmedAt: Date;
}

@ObjectType('Passkey')
export class PasskeyType {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => DateTime) createdAt: Date;
  @Field(() => DateTime, { nullable: true }) lastUsedAt: Date | null;
  @Field(() => Boolean, { description: 'Its platform keeps it for several devices.' }) backedUp: boolean;
}

@ObjectType('Factors', { description: 'By what the account proves itself besides its password.' })
export class FactorsType {
  @Field(() => TotpType, { nullable: true }) totp: TotpType | null;
  @Field(() => [PasskeyType]) passkeys: PasskeyType[];
  @Field(() => Int, { description: 'Of ten.' }) recoveryCodesLeft: number;
}

@ObjectType('BeginTotpPayload')
export class BeginTotpPayloadType {
  @Field(() => String, { nullable: true, description: 'Base32, to type in where no camera is.' }) secret?: string;
  @Field(() => String, { nullable: true, description: '`otpauth://…`, for a QR code that is drawn in the browser.' }) uri?: string;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class ConfirmTotpInput {
  @Field(() => String, { description: 'Six digits of the app.' }) code: string;
}

@ObjectType('FactorAddedPayload')
export class FactorAddedPayloadType {
  @Field(() => PasskeyType, { nullable: true }) passkey?: PasskeyType | null;
  @Field(() => [String], { nullable: true, description: 'With the first factor alone; shown this once.' }) recoveryCodes?: string[] | null;
  @Field(() => ViewerType, { nullable: true, description: 'Of the session as it goes on; with the first factor under a new cookie, and all others have ended.' })
  viewer?: ViewerType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('PasskeyOptionsPayload')
export class PasskeyOptionsPayloadType {
  @Field(() => String, { nullable: true, description: 'JSON for `navigator.credentials`; good for five minutes and one answer.' }) options?: string | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class AddPasskeyInput {
  @Field(() => String) name: string;
  @Field(() => String, { description: "The browser's answer as JSON, at most 16 kB." }) response: string;
}

@InputType()
export class RenamePasskeyInput {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
}

@InputType()
export class RemovePasskeyInput {
  @Field(() => ID) id: string;
}

@ObjectType('PasskeyPayload')
export class PasskeyPayloadType {
  @Field(() => PasskeyType, { nullable: true }) passkey?: PasskeyType | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@ObjectType('RecoveryCodesPayload')
export class RecoveryCodesPayloadType {
  @Field(() => [String], { nullable: true, description: 'Shown this once; the old ones are dead.' }) recoveryCodes?: string[] | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}

@InputType()
export class SignInWithPasskeyInput {
  @Field(() => String, { description: "The browser's answer as JSON, at most 16 kB." }) response: string;
}

@InputType()
export class SecondFactorTokenInput {
  @Field(() => String, { description: 'Of `SecondFactorAsked`.' }) token: string;
}

@InputType({ description: 'Exactly one besides the token.' })
export class PassSecondFactorInput {
  @Field(() => String, { description: 'Of `SecondFactorAsked`.' }) token: string;
  @Field(() => String, { nullable: true }) totp?: string | null;
  @Field(() => String, { nullable: true }) recoveryCode?: string | null;
  @Field(() => String, { nullable: true, description: "The browser's answer as JSON." }) passkey?: string | null;
}

@InputType({ description: 'Exactly one; the password only where there is no second factor.' })
export class StepUpInput {
  @Field(() => String, { nullable: true }) password?: string | null;
  @Field(() => String, { nullable: true }) totp?: string | null;
  @Field(() => String, { nullable: true, description: "The browser's answer as JSON." }) passkey?: string | null;
}

@InputType()
export class FactorRecoveryTokenInput {
  @Field(() => String, { description: "The letter's." }) token: string;
}

@ObjectType('AskFactorRecoveryPayload')
export class AskFactorRecoveryPayloadType {
  @Field(() => DateTime, { nullable: true, description: 'From then on the mailed link works.' }) usableFrom?: Date | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
