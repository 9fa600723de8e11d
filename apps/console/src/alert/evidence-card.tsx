import type { AlertDetail } from '@vedette/api-client';
import { CopyButton } from '../layout/copy-button';
import { utcClock, utcDay } from '../layout/format-time';
import { visibleText } from '../layout/visible-text';
import classes from './alert.module.css';
import { highlight } from './highlight';
import { jsonLines } from './json-lines';

type Evidence = AlertDetail['evidence'][number];

/** One event, the matched values marked. Whatever it holds is shown as text. */
export function EvidenceCard({ evidence, opened }: { evidence: Evidence; opened: boolean }) {
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
