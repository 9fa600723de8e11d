import type { AlertDetail } from '@vedette/api-client';
import { historyWords } from '../alerts/person';
import { usePeople } from '../alerts/use-people';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import classes from './alert.module.css';
import { useWork } from './use-work';

const SHOWN = 40;

/** What was seen and what was done, in order. */
export function Timeline({ alert }: { alert: AlertDetail }) {
  const people = usePeople();
  const work = useWork(alert.id).data;
  const done = (work?.history ?? []).map((event) => ({ words: historyWords(event, people), at: event.at }));
  const steps = [{ words: 'First event', at: alert.firstEventAt }, { words: 'Last event', at: alert.lastEventAt }, ...done].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const feedback = work?.feedback;
  return (
    <section className={`card ${classes.side}`} aria-labelledby="timeline">
      <h2 id="timeline">History</h2>
      {steps.length > SHOWN && <p className="muted">The last {SHOWN} of {steps.length} steps.</p>}
      <ol className={classes.timeline}>
        {steps.slice(-SHOWN).map(({ words, at }, index) => (
          <li key={index}>
            <span>{words}</span>
            <Moment at={at} inline />
          </li>
        ))}
      </ol>
      {feedback && (
        <div className={classes.feedback}>
          <h3>Why it was a false positive</h3>
          <p>{visibleText(feedback.reason)}</p>
          {feedback.excludeFields.length > 0 && (
            <p className="muted">
              Told apart by <span className="mono">{visibleText(feedback.excludeFields.join(', '))}</span>
            </p>
          )}
        </div>
      )}
    </section>
  );
}
