import { Link } from 'react-router';
import { counted } from '../layout/format-amount';
import { visibleText } from '../layout/visible-text';
import classes from './entities.module.css';
import { entityPath } from './entity-path';
import { RiskBadge } from './risk-badge';
import { useRiskiest } from './use-entities';

const SHOWN = 5;
/** Below that a score says nothing: one low alert adds five. */
const LEAST = 1;

/** Whom to look at first. It is beside the point of the page: where it cannot be read it is left out. */
export function RiskiestPanel() {
  const entities = useRiskiest(SHOWN).data?.filter(({ score }) => score >= LEAST) ?? [];
  if (entities.length === 0) return null;
  return (
    <section aria-labelledby="riskiest" className={classes.panel}>
      <h2 id="riskiest">Riskiest entities</h2>
      <ol className={classes.riskiest}>
        {entities.map((entity) => (
          <li key={`${entity.kind} ${entity.value}`}>
            <Link to={entityPath(entity)} className={classes.entity}>
              <span className={`mono ${classes.value}`}>{visibleText(entity.value)}</span>
              <RiskBadge score={entity.score} />
              <span className={classes.kind}>
                {entity.kind} · {counted(entity.alerts, 'alert')}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
