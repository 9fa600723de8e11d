import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from 'react-router';
import { wordsOf } from '../api/words-of';
import { visibleText } from '../layout/visible-text';
import classes from './close.module.css';
import { previewWords } from './preview-words';
import type { Preview } from './use-exclusion';

const LISTED = 5;

/** What the exclusion would have done. Where it would have hidden an attack, it says which. */
export function ExclusionPreview({ preview, alertId }: { preview: UseQueryResult<Preview>; alertId: string }) {
  const hidden = preview.data?.hiddenTruePositives ?? [];
  return (
    <div aria-live="polite" className={classes.preview} data-harmful={hidden.length > 0 || undefined}>
      {preview.isPending && <p className="muted">Looking at the alerts of the last 90 days …</p>}
      {preview.isError && <p>{wordsOf(preview.error)}</p>}
      {hidden.length > 0 ? (
        <>
          <p>
            <strong>Too wide:</strong> it would have hidden {hidden.length === 1 ? 'an alert that was' : `${hidden.length} alerts that were`} closed as true {hidden.length === 1 ? 'positive' : 'positives'}. Choose more fields, or others.
          </p>
          <ul>
            {hidden.slice(0, LISTED).map((one) => (
              <li key={one.alertId}>
                <Link to={`/alerts/${one.alertId}`} target="_blank">
                  {one.title}
                </Link>{' '}
                · <span className="mono">{visibleText(one.entity)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        preview.data && previewWords(preview.data, alertId).map((sentence) => <p key={sentence}>{sentence}</p>)
      )}
    </div>
  );
}
