import { useState } from 'react';
import type { Minute } from './minutes';
import classes from './sources.module.css';

const HEIGHT = 36;
const BAR = 6;

/** Events a minute as bars, and as a table for those who want the numbers. */
export function Sparkline({ minutes, name }: { minutes: readonly Minute[]; name: string }) {
  const [table, setTable] = useState(false);
  const most = Math.max(1, ...minutes.map(({ accepted, rejected }) => accepted + rejected));
  const sum = minutes.reduce((total, { accepted }) => total + accepted, 0);
  const label = `${name}: ${sum.toLocaleString('en')} events in ${minutes.length} minutes, at most ${most.toLocaleString('en')} in one`;
  return (
    <div>
      <svg role="img" aria-label={label} viewBox={`0 0 ${minutes.length * BAR} ${HEIGHT}`} className={classes.spark} preserveAspectRatio="none">
        {minutes.map(({ minute, accepted, rejected }, index) => {
          const good = (accepted / most) * (HEIGHT - 2);
          const bad = (rejected / most) * (HEIGHT - 2);
          return (
            <g key={minute}>
              <rect className={classes.base} x={index * BAR} y={HEIGHT - 1} width={BAR - 1} height={1} />
              <rect className={classes.good} x={index * BAR} y={HEIGHT - good} width={BAR - 1} height={good} />
              <rect className={classes.bad} x={index * BAR} y={HEIGHT - good - bad} width={BAR - 1} height={bad} />
            </g>
          );
        })}
      </svg>
      <button type="button" className={classes.link} aria-expanded={table} onClick={() => setTable(!table)}>
        {table ? 'Hide numbers' : 'Numbers'}
      </button>
      {table && (
        <table className={classes.numbers}>
          <thead>
            <tr>
              <th scope="col">Minute, UTC</th>
              <th scope="col">Accepted</th>
              <th scope="col">Rejected</th>
            </tr>
          </thead>
          <tbody>
            {[...minutes].reverse().map(({ minute, accepted, rejected }) => (
              <tr key={minute}>
                <td>{minute.slice(11, 16)}</td>
                <td>{accepted.toLocaleString('en')}</td>
                <td>{rejected.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
