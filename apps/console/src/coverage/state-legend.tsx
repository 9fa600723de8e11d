import { useId } from 'react';
import { amount } from '../layout/format-amount';
import classes from './coverage.module.css';
import { states } from './matrix';
import type { State } from './matrix';
import { StateSign, stateWords } from './state-sign';

interface StateLegendProps {
  readonly counts: Readonly<Record<State, number>>;
  readonly chosen: State | null;
  readonly choose: (state: State | null) => void;
}

/** What the colours mean, how many there are of each, and a way to see those only. */
export function StateLegend({ counts, chosen, choose }: StateLegendProps) {
  const name = useId();
  const total = states.reduce((sum, state) => sum + counts[state], 0);
  return (
    <fieldset className={classes.legend}>
      <legend className="hidden">State</legend>
      {[null, ...states].map((state) => (
        <label key={state ?? 'all'} className={classes.choice}>
          <input type="radio" className="hidden" name={name} checked={state === chosen} onChange={() => choose(state)} />
          <span>
            {state && <StateSign state={state} />}
            {state ? stateWords[state] : 'All'} <span className={classes.count}>{amount(state ? counts[state] : total)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
