import type { HuntRow } from '@vedette/api-client';
import { Link } from 'react-router';
import { amount, share } from '../layout/format-amount';
import { utcTime } from '../layout/format-time';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import { visibleText } from '../layout/visible-text';
import { HuntStateBadge, kindWords } from './hunt-state';
import classes from './hunts.module.css';
import { isUnderWay } from './outcome';

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function HuntTable({ hunts }: { hunts: readonly HuntRow[] }) {
  const now = useNow();
  return (
    <div className="card table-scroll">
      <table role="table" className={classes.table} aria-labelledby="earlier">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Question</th>
            <th role="columnheader" scope="col">State</th>
            <th role="columnheader" scope="col">Range</th>
            <th role="columnheader" scope="col" className={classes.number}>Found</th>
            <th role="columnheader" scope="col">Asked</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {hunts.map((hunt) => (
            <tr role="row" key={hunt.id}>
              <td role="cell" className={classes.question}>
                <Link to={`/hunts/${hunt.id}`}>{visibleText(hunt.title)}</Link>
                <span className="muted">
                  {kindWords[hunt.kind]}
                  {hunt.sources ? ` · ${hunt.sources.join(', ')}` : ' · all sources'}
                </span>
              </td>
              <td role="cell">
                <HuntStateBadge state={hunt.state} />
                {isUnderWay(hunt) && hunt.eventsTotal > 0 && <span className="muted"> {share(hunt.eventsDone, hunt.eventsTotal)}</span>}
              </td>
              <td role="cell" data-name="Range" className={classes.range}>
                <span>{utcTime(Date.parse(hunt.from), now)}</span> <span className="muted">to {utcTime(Date.parse(hunt.to), now)}</span>
              </td>
              <td role="cell" data-name="Found" className={classes.number}>
                {amount(hunt.matches)} <span className="muted">of {amount(hunt.eventsDone)}</span>
              </td>
              <td role="cell" data-name="Asked">
                <Moment at={hunt.askedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
