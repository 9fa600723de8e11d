import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { Requires } from '../auth/access';
import { refuse } from '../refusals';
import { AlertChangeType } from './alert.types';

/**
 * Declares the field. Its messages come from the subscription hub, which executes a query once for all who asked the
 * same; over HTTP it is refused here.
 */
@Resolver()
export class AlertChangesResolver {
  @Subscription(() => AlertChangeType, {
    description: 'Each change of an alert, in order. `after` resumes: no gap, no repeat; one too old answers `cursor.expired`.',
    resolve: (change: { alertChanged: AlertChangeType }) => change.alertChanged,
  })
  @Requires('alert:read')
  alertChanged(@Args('after', { type: () => String, nullable: true }) _after?: string | null): AsyncIterator<unknown> {
    throw refuse('query.not_here');
  }
}
