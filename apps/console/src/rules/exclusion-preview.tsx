import type { PreviewExclusionQuery, TouchedAlert } from '@vedette/api-client';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from 'react-router';
import { wordsOf } from '../api/words-of';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import { previewWords } from './exclusion-draft';
import classes from './rule.module.css';

const SHOWN = 20;

interface ExclusionPreviewProps {
  readonly asked: boolean;
  readonly typing: boolean;
  readonly preview: UseQueryResult<PreviewExclusionQuery['previewExclusion']>;
}

/** What the fields that stand in the form would have done to the alerts of 90 days. */
export function ExclusionPreview({ asked, typing, preview: { data, error, isFetching } }: ExclusionPreviewProps) {
  const known = typing || !asked ? undefined : data;
  const real = known?.hiddenTruePositives ?? [];
  const others = known?.touched.filter(({ alertId, hidden }) => hidden && !real.some((one) => one.alertId === alertId)) ?? [];
  const words = !asked ? '' : known ? previewWords({ ...known, touched: known.touched.length }) : typing || isFetching ? 'Trying it on the alerts of 90 days …' : error ? wordsOf(error) : '';
  return (
    <div className={classes.preview}>
      <p role="status" className={words ? undefined : 'hidden'}>
        {words}
      </p>
      {real.length > 0 && (
        <>
          <p className={classes.danger}>{real.length === 1 ? 'This one was a true positive:' : `These ${real.length} were true positives:`}</p>
          <AlertNames alerts={real} />
        </>
      )}
      {others.length > 0 && (
        <details className={classes.more}>
          <summary>Alerts it would have left out</summary>
          <AlertNames alerts={others} />
        </details>
      )}
    </div>
  );
}

function AlertNames({ alerts }: { alerts: readonly TouchedAlert[] }) {
  return (
    <ul className={classes.touched}>
      {alerts.slice(0, SHOWN).map(({ alertId, title, entity, openedAt }) => (
        <li key={alertId}>
          <Link to={`/alerts/${alertId}`}>{visibleText(title)}</Link> <span className="mono">{visibleText(entity)}</span>{' '}
          <span className="muted">
            <Moment at={openedAt} inline />
          </span>
        </li>
      ))}
      {alerts.length > SHOWN && <li className="muted">and {alerts.length - SHOWN} more</li>}
    </ul>
  );
}
