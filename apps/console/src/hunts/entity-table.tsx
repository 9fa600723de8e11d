import type { HuntDetail } from '@vedette/api-client';
import { amount } from '../layout/format-amount';
import { visibleText } from '../layout/visible-text';
import classes from './hunts.module.css';

const SHOWN = 8;

/** Whom it concerns most. */
export function EntityTable({ entities }: { entities: HuntDetail['entities'] }) {
  const most = Math.max(1, ...entities.map(({ matches }) => matches));
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="entities">
      <h2 id="entities">
        Top entities {entities.length > SHOWN && <span className="muted">· the first {SHOWN}</span>}
      </h2>
      <table className={classes.small}>
        <thead className="hidden">
          <tr>
            <th scope="col">Entity</th>
            <th scope="col">Matches</th>
          </tr>
        </thead>
        <tbody>
          {entities.slice(0, SHOWN).map(({ kind, value, matches }) => (
            <tr key={`${kind} ${value}`}>
              <td className={classes.entity}>
                <span className="mono">{visibleText(value) || '(none)'}</span> <span className="muted">{kind}</span>
                <svg viewBox="0 0 100 3" preserveAspectRatio="none" className={classes.part} aria-hidden="true">
                  <rect width="100" height="3" className={classes.base} />
                  <rect width={(matches / most) * 100} height="3" className={classes.good} />
                </svg>
              </td>
              <td className={classes.number}>{amount(matches)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
