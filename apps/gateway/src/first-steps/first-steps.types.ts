import { Field, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars';
import type { StepId } from './first-steps';

@ObjectType('FirstStep')
export class FirstStepType {
  @Field(() => String, { description: '`key-created`, `event-received`, `alert-opened`, `teammate-invited`, `factor-added` (your own)' }) id: StepId;
  @Field(() => Boolean) done: boolean;
  @Field(() => DateTime, { nullable: true, description: 'When it was done first.' }) at: Date | null;
}

@ObjectType('FirstSteps', { description: 'What an organisation does first, read from what is there.' })
export class FirstStepsType {
  @Field(() => [FirstStepType]) steps: FirstStepType[];
  @Field(() => Boolean, { description: 'Put away, for all of the organisation.' }) dismissed: boolean;
}
