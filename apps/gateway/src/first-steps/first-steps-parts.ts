import type { Provider } from '@nestjs/common';
import { FirstSteps } from './first-steps';
import { FirstStepsResolver } from './first-steps.resolver';

export const firstStepsResolvers = [FirstStepsResolver];

export function firstStepsProviders(firstSteps: FirstSteps): Provider[] {
  return [{ provide: FirstSteps, useValue: firstSteps }];
}
