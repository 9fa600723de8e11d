import { useState } from 'react';
import { amount, counted } from '../layout/format-amount';
import { utcDay } from '../layout/format-time';
import { useNow } from '../layout/use-now';
import { lastDays, SHOWN_DAYS, sumOf } from './rule-days';
import type { RuleDay } from './rule-days';
import classes from './rule.module.css';

const HEIGHT = 96;
const BAR = 10;

/** What it did day by day, as bars, and as a table for those who want the numbers. */
export function RuleChart({ days: known }: { days: readonly RuleDay[] }) {
  const now = useNow();
  const [table, setTable] = useState(false);
  const days = lastDays(known, now);
  const sum = sumOf(days);
  const most = Math.max(1, ...days.map(({ matched, excluded }) => matched + excluded));
  const tall = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 4)));
  const name = (day: string) => utcDay(Date.parse(`${day}T00:00:00Z`));
  const words = `${counted(sum.matched, 'match', 'matches')}, ${amount(sum.excluded)} excluded, ${counted(sum.alerts, 'alert')}`;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="over-time">
      <h2 id="over-time">
        {SHOWN_DAYS} days <span className="muted">· {words}</span>
      </h2>
      <svg role="img" aria-label={`${words} in ${SHOWN_DAYS} days, at most ${amount(most)} a day`} viewBox={`0 0 ${days.length * BAR} ${HEIGHT}`} className={classes.chart} preserveAspectRatio="none">
        {days.map(({ day, matched, excluded, alerts }, index) => {
          const [kept, taken] = [tall(matched), tall(excluded)];
          return (
            <g key={day}>
              <title>{`${name(day)}: ${counted(matched, 'match', 'matches')}, ${amount(excluded)} excluded, ${counted(alerts, 'alert')}`}</title>
              <rect className={classes.base} x={index * BAR} y={HEIGHT - 1} width={BAR - 1} height={1} />
              <rect className={classes.kept} x={index * BAR} y={HEIGHT - kept} width={BAR - 1} height={kept} />
              <rect className={classes.taken} x={index * BAR} y={HEIGHT - kept - taken} width={BAR - 1} height={taken} />
            </g>
          );
        })}
      </svg>
      <div className={classes.axis}>
        <span>{name(days[0]?.day ?? '')}</span>
        <span>
          <i className={classes.keyKept} /> matches <i className={classes.keyTaken} /> excluded
        </span>
        <span>today</span>
      </div>
      {known.length > 0 && (
        <div>
          <button type="button" className={classes.link} aria-expanded={table} onClick={() => setTable(!table)}>
            {table ? 'Hide numbers' : 'Numbers'}
          </button>
        </div>
      )}
      {table && (
        <table className={classes.numbers}>
          <thead>
            <tr>
              <th scope="col">Day, UTC</th>
              <th scope="col">Matches</th>
              <th scope="col">Excluded</th>
              <th scope="col">Alerts</th>
            </tr>
          </thead>
          <tbody>
            {days
              .filter(({ matched, excluded, alerts }) => matched + excluded + alerts > 0)
              .map(({ day, matched, excluded, alerts }) => (
                <tr key={day}>
                  <td>{name(day)}</td>
                  <td>{amount(matched)}</td>
                  <td>{amount(excluded)}</td>
                  <td>{amount(alerts)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
