import type { SourcesQuery } from '@vedette/api-client';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import { everyMinute } from './minutes';
import classes from './sources.module.css';
import { Sparkline } from './sparkline';

export const SHOWN_MINUTES = 30;
type Source = SourcesQuery['sources'][number];

export function SourceCard({ source }: { source: Source }) {
  const minutes = everyMinute(source.minutes, useNow(), SHOWN_MINUTES);
  return (
    <article className={`card ${classes.source}`} aria-label={source.name}>
      <header>
        <h2 className="mono">{source.name}</h2>
        <p className="muted">{source.kind ?? 'kind not known yet'}</p>
      </header>
      <Sparkline minutes={minutes} name={source.name} />
      <dl className={classes.facts}>
        <div>
          <dt>Last event</dt>
          <dd>{source.lastEventAt ? <Moment at={source.lastEventAt} /> : 'none yet'}</dd>
        </div>
        <div>
          <dt>Accepted</dt>
          <dd>{source.accepted.toLocaleString('en')}</dd>
        </div>
        <div>
          <dt>Rejected</dt>
          <dd>{source.rejected.toLocaleString('en')}</dd>
        </div>
      </dl>
      {source.rejects.length > 0 && (
        <table className={classes.rejects}>
          <caption>Why events were rejected</caption>
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">How often</th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {source.rejects.map(({ code, message, line, count, lastAt }) => (
              <tr key={code}>
                <td>
                  {message}
                  <code className={classes.code}>
                    {code}
                    {line === null ? '' : `, line ${line}`}
                  </code>
                </td>
                <td>{count.toLocaleString('en')}</td>
                <td>
                  <Moment at={lastAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}
