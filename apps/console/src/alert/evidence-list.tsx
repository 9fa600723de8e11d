import type { AlertDetail } from '@vedette/api-client';
import { CopyButton } from '../layout/copy-button';
import { utcClock, utcDay } from '../layout/format-time';
import classes from './alert.module.css';
import { highlight } from './highlight';
import { jsonLines } from './json-lines';
import { visibleText } from '../layout/visible-text';

type Evidence = AlertDetail['evidence'][number];

/** The first events of an alert, the matched values marked. Whatever an event holds is shown as text. */
export function EvidenceList({ alert }: { alert: AlertDetail }) {
  const more = alert.eventCount - alert.evidence.length;
  return (
    <section className="stack" aria-labelledby="evidence">
      <h2 id="evidence">
        Evidence <span className="muted">· {more > 0 ? `the first ${alert.evidence.length} of ${alert.eventCount.toLocaleString('en')} events` : `${alert.eventCount} ${alert.eventCount === 1 ? 'event' : 'events'}`}</span>
      </h2>
      {alert.evidence.map((evidence, index) => (
        <EvidenceCard key={evidence.eventId} evidence={evidence} opened={index === 0} />
      ))}
    </section>
  );
}

function EvidenceCard({ evidence, opened }: { evidence: Evidence; opened: boolean }) {
  const at = Date.parse(evidence.at);
  const lines = jsonLines(
    evidence.event,
    evidence.matched.map(({ field }) => field),
  );
  const json = () => lines.map(({ text }) => text).join('\n');
  return (
    <article className="card">
      <header className={classes.evidenceHead}>
        <time dateTime={evidence.at}>
          {utcDay(at)}, {utcClock(at)}
        </time>
        <code className="muted">{evidence.eventId}</code>
      </header>
      <dl className={classes.matched}>
        {evidence.matched.map(({ field, value, condition }) => (
          <div key={`${field} ${condition}`}>
            <dt>{field}</dt>
            <dd>
              <span className="mono">
                {highlight(visibleText(value), visibleText(condition)).map((piece, index) => (piece.marked ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>))}
              </span>
              <code className={classes.condition}>{visibleText(condition)}</code>
            </dd>
          </div>
        ))}
      </dl>
      <details className={classes.original} open={opened}>
        <summary>Original event</summary>
        <pre tabIndex={0} aria-label="Original event, JSON">
          {lines.map(({ text, marked }, index) => (
            <span key={index} className={classes.line} data-marked={marked || undefined}>
              {text}
            </span>
          ))}
        </pre>
        <CopyButton text={json}>Copy JSON</CopyButton>
      </details>
    </article>
  );
}
