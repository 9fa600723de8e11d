import { useState } from 'react';
import { counted } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import classes from './source.module.css';
import { useSchemaDrift } from './use-mapping';

const FIRST = 12;

/** Fields that came or stayed away: a new version of the log, or a shipper that broke. */
export function DriftSection({ source }: { source: string }) {
  const [all, setAll] = useState(false);
  const drift = useSchemaDrift();
  const found = drift.data?.filter((one) => one.source === source) ?? [];
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="drift">
      <h2 id="drift">
        Fields that changed <span className="muted">· 7 days</span>
      </h2>
      {drift.isPending && <p className="muted">Looking …</p>}
      {drift.isError && <ProblemNotice error={drift.error} retry={() => void drift.refetch()} />}
      {drift.data && found.length === 0 && <p className="muted">None came and none stayed away. What a source sends on its first day is not news.</p>}
      {found.length > 0 && (
        <ul className={classes.list}>
          {(all ? found : found.slice(0, FIRST)).map(({ field, change, at }) => (
            <li key={`${change} ${field}`}>
              <span className={classes.sign} data-change={change}>
                {change === 'appeared' ? '+ new' : '− gone'}
              </span>{' '}
              <code>{visibleText(field)}</code>{' '}
              <span className="muted">
                {change === 'appeared' ? 'first seen' : 'last seen'} <Moment at={at} inline />
              </span>
            </li>
          ))}
        </ul>
      )}
      {found.length > FIRST && (
        <div>
          <button type="button" className={classes.link} aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer' : `All ${counted(found.length, 'field')}`}
          </button>
        </div>
      )}
    </section>
  );
}
