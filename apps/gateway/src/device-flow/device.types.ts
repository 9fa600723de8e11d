import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars';

@ObjectType('DeviceRequest', { description: 'A command line that asks to be let in.' })
export class DeviceRequestType {
  @Field(() => String, { description: '`BCDF-GHJK`' }) userCode: string;
  @Field(() => String, { description: '`vedette-cli`' }) client: string;
  @Field(() => [String], { description: 'What it asks for.' }) scopes: string[];
  @Field(() => [String], { description: 'What of it you hold: it gets no more.' }) granted: string[];
  @Field(() => String, { description: 'Of the asking machine. Do not approve what you did not start yourself.' }) address: string;
  @Field(() => DateTime) askedAt: Date;
  @Field(() => DateTime) expiresAt: Date;
}

@InputType()
export class DeviceInput {
  @Field(() => String, { description: 'As the command line printed it; dashes, spaces and small letters are forgiven.' }) userCode: string;
}
