import type { PlatformTenant } from '@vedette/api-client';
import { amount } from '../layout/format-amount';
import { utcDay } from '../layout/format-time';
import classes from './platform.module.css';

export function TenantFacts({ tenant }: { tenant: PlatformTenant }) {
  const numbers = [
    ['Members', tenant.members],
    ['Keys that work', tenant.keys],
    ['Events today', tenant.eventsToday],
    ['Events yesterday', tenant.eventsLastDay],
    ['Events in 30 days', tenant.eventsLast30Days],
  ] as const;
  return (
    <section className={`card ${classes.card}`} aria-label="What it uses">
      <dl className={classes.numbers}>
        {numbers.map(([words, count]) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>{amount(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">
        In {tenant.region}, opened on {utcDay(Date.parse(tenant.createdAt))}. Events are those stored, by days in UTC.
      </p>
    </section>
  );
}
