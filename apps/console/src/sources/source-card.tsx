import type { SourcesQuery } from '@vedette/api-client';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import { everyMinute } from './minutes';
import classes from './sources.module.css';
import { Sparkline } from './sparkline';
import { SHOWN_MINUTES } from './use-sources';

type Source = SourcesQuery['sources'][number];

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
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
        <table role="table" className={classes.rejects}>
          <caption>Why events were rejected</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">Reason</th>
              <th role="columnheader" scope="col">How often</th>
              <th role="columnheader" scope="col">Last</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {source.rejects.map(({ code, message, line, count, lastAt }) => (
              <tr role="row" key={code}>
                <td role="cell">
                  {message}
                  <code className={classes.code}>
                    {code}
                    {line === null ? '' : `, line ${line}`}
                  </code>
                </td>
                <td role="cell" data-name="How often">{count.toLocaleString('en')}</td>
                <td role="cell" data-name="Last">
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
