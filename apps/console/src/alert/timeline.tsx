import type { AlertDetail } from '@vedette/api-client';
import { Moment } from '../layout/moment';
import classes from './alert.module.css';

const resolutionWords = { TRUE_POSITIVE: 'true positive', FALSE_POSITIVE: 'false positive', BENIGN: 'benign' } as const;

export function Timeline({ alert }: { alert: AlertDetail }) {
  const steps: readonly (readonly [string, string | null])[] = [
    ['First event', alert.firstEventAt],
    ['Alert opened', alert.openedAt],
    ['Last event', alert.lastEventAt],
    [`Acknowledged by ${alert.acknowledgedBy ?? 'somebody'}`, alert.acknowledgedAt],
    [`Closed as ${alert.resolution ? resolutionWords[alert.resolution] : 'done'} by ${alert.closedBy ?? 'somebody'}`, alert.closedAt],
  ];
  return (
    <section className={`card ${classes.side}`} aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <ol className={classes.timeline}>
        {steps.map(
          ([words, at]) =>
            at && (
              <li key={words}>
                <span>{words}</span>
                <Moment at={at} inline />
              </li>
            ),
        )}
      </ol>
    </section>
  );
}
