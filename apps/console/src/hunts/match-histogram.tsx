import type { HuntDetail } from '@vedette/api-client';
import { useState } from 'react';
import { amount, counted } from '../layout/format-amount';
import { utcTime } from '../layout/format-time';
import { useNow } from '../layout/use-now';
import { binsOf } from './histogram';
import classes from './hunts.module.css';

const HEIGHT = 96;
const BAR = 10;

/** Matches over time as bars, and as a table for those who want the numbers. */
export function MatchHistogram({ hunt }: { hunt: HuntDetail }) {
  const now = useNow();
  const [table, setTable] = useState(false);
  const from = Date.parse(hunt.from);
  const to = Date.parse(hunt.to);
  const bins = binsOf(hunt.histogram, from, to);
  const most = Math.max(1, ...bins.map(({ matches }) => matches));
  const width = (bins[0]?.to ?? 0) - (bins[0]?.from ?? 0);
  const hours = width / 3_600_000;
  const each = hours < 24 ? (hours === 1 ? 'hour' : `${hours} hours`) : hours === 24 ? 'day' : `${hours / 24} days`;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="over-time">
      <h2 id="over-time">
        Over time <span className="muted">· each bar {each === 'hour' || each === 'day' ? `one ${each}` : each}, at most {amount(most)}</span>
      </h2>
      <svg role="img" aria-label={`${counted(hunt.matches, 'match', 'matches')} over time, at most ${amount(most)} in ${each}`} viewBox={`0 0 ${bins.length * BAR} ${HEIGHT}`} className={classes.chart} preserveAspectRatio="none">
        {bins.map(({ from: start, matches }, index) => {
          // The smallest bar can still be seen beside the highest.
          const height = matches === 0 ? 0 : Math.max(2, (matches / most) * (HEIGHT - 2));
          return (
            <g key={start}>
              <title>{`${utcTime(start, now)}: ${amount(matches)}`}</title>
              <rect className={classes.base} x={index * BAR} y={HEIGHT - 1} width={BAR - 1} height={1} />
              <rect className={classes.good} x={index * BAR} y={HEIGHT - height} width={BAR - 1} height={height} />
            </g>
          );
        })}
      </svg>
      <div className={classes.axis}>
        <span>{utcTime(from, now)}</span>
        <span>{utcTime(to, now)}</span>
      </div>
      <div>
        <button type="button" className={classes.link} aria-expanded={table} onClick={() => setTable(!table)}>
          {table ? 'Hide numbers' : 'Numbers'}
        </button>
      </div>
      {table && (
        <table className={classes.small}>
          <thead>
            <tr>
              <th scope="col">From, UTC</th>
              <th scope="col" className={classes.number}>Matches</th>
            </tr>
          </thead>
          <tbody>
            {bins
              .filter(({ matches }) => matches > 0)
              .map(({ from: start, matches }) => (
                <tr key={start}>
                  <td>{utcTime(start, now)}</td>
                  <td className={classes.number}>{amount(matches)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
