import { useState } from 'react';
import { Link } from 'react-router';
import { SeverityBadge } from '../alerts/severity';
import { counted } from '../layout/format-amount';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import { rulePath } from '../rules/rule-path';
import classes from './source.module.css';
import { useRuleHearing } from './use-mapping';

const FIRST = 8;
const MOST_NAMED = 6;

/** Rules that are on and about this log, but ask for what it never sends. */
export function DeafSection({ source, kind }: { source: string; kind: string | null }) {
  const [all, setAll] = useState(false);
  const hearing = useRuleHearing();
  const found = hearing.data?.deaf.filter((one) => one.source === source) ?? [];
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="deaf">
      <h2 id="deaf">Rules that cannot hear it {found.length > 0 && <span className="muted">· {found.length}</span>}</h2>
      {hearing.isPending && <p className="muted">Asking every rule …</p>}
      {hearing.isError && <ProblemNotice error={hearing.error} retry={() => void hearing.refetch()} />}
      {hearing.data && found.length === 0 && (
        <p className="muted">{kind === null ? 'Which rules are about it cannot be told while its kind is not known. A mapping can name it.' : 'None: rules about this log find the fields that they ask for, here or in another source.'}</p>
      )}
      {found.length > 0 && <p className="muted">They are on and about this log, but no source sends all that they need. Have it sent, or give a field its name in the mapping.</p>}
      {found.length > 0 && (
        <ul className={classes.list}>
          {(all ? found : found.slice(0, FIRST)).map(({ ruleId, title, level, missing }, index) => (
            <li key={`${ruleId} ${index}`}>
              <SeverityBadge severity={level} /> <Link to={rulePath(ruleId)}>{visibleText(title)}</Link>{' '}
              <span className="muted">
                needs <code>{visibleText(missing.slice(0, MOST_NAMED).join(', '))}</code>
                {missing.length > MOST_NAMED && ` and ${missing.length - MOST_NAMED} more`}, which this source never sends
              </span>
            </li>
          ))}
        </ul>
      )}
      {found.length > FIRST && (
        <div>
          <button type="button" className={classes.link} aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer' : `All ${counted(found.length, 'rule')}`}
          </button>
        </div>
      )}
    </section>
  );
}
