import type { AlertRelation } from '@vedette/api-client';
import { Link } from 'react-router';
import { SeverityBadge, StatusBadge } from '../alerts/severity';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import classes from './work.module.css';
import type { Work } from './use-work';

const words: Readonly<Record<AlertRelation, string>> = { EVENT: 'same event', GROUP: 'same group', ENTITY: 'same entity' };

/** What else was found near it, the closest first. */
export function RelatedList({ related }: { related: Work['related'] }) {
  return (
    <section className="stack" aria-labelledby="related">
      <h2 id="related">
        Related alerts <span className="muted">· {related.length === 0 ? 'none within 24 hours' : `${related.length} within 24 hours, the closest first`}</span>
      </h2>
      {related.length > 0 && (
        <ul className={`card ${classes.related}`}>
          {related.map(({ alert, relations }) => (
            <li key={alert.id}>
              <SeverityBadge severity={alert.severity} />
              <div className={classes.what}>
                <Link to={`/alerts/${alert.id}`}>{alert.rule.title}</Link>
                <span className="muted">
                  <span className="mono">{visibleText(alert.entity.value)}</span> · {relations.map((relation) => words[relation]).join(', ')}
                </span>
              </div>
              <div className={classes.when}>
                <StatusBadge status={alert.status} />
                <Moment at={alert.lastEventAt} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
