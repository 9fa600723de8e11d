import type { AlertDetail } from '@vedette/api-client';
import { useViewer } from '../api/viewer';
import { Moment } from '../layout/moment';
import classes from './alert.module.css';

const resolutionWords = { TRUE_POSITIVE: 'true positive', FALSE_POSITIVE: 'false positive', BENIGN: 'benign' } as const;

export function Timeline({ alert }: { alert: AlertDetail }) {
  const me = useViewer().data?.principal;
  const who = (principal: string | null) => (principal === null ? 'somebody' : principal === me ? 'you' : principal);
  const steps: readonly (readonly [string, string | null])[] = [
    ['First event', alert.firstEventAt],
    ['Alert opened', alert.openedAt],
    ['Last event', alert.lastEventAt],
    [`Acknowledged by ${who(alert.acknowledgedBy)}`, alert.acknowledgedAt],
    [`Closed as ${alert.resolution ? resolutionWords[alert.resolution] : 'done'} by ${who(alert.closedBy)}`, alert.closedAt],
  ];
  return (
    <section className={`card ${classes.side}`} aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <ol className={classes.timeline}>
        {steps
          .flatMap(([words, at]) => (at ? [{ words, at }] : []))
          .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
          .map(({ words, at }) => (
            <li key={words}>
              <span>{words}</span>
              <Moment at={at} inline />
            </li>
          ))}
      </ol>
    </section>
  );
}
