import classes from './coverage.module.css';
import type { State } from './matrix';

export const stateWords: Readonly<Record<State, string>> = {
  alerts: 'Alerts in 90 days',
  visible: 'Rules on, source there',
  blind: 'Rules on, no such source',
  off: 'Rules off',
  none: 'No rules',
};
const signs: Readonly<Record<State, string>> = { alerts: '!', visible: '✓', blind: '?', off: '✕', none: '·' };

/** A sign beside the colour: not everybody tells colours apart. */
export function StateSign({ state }: { state: State }) {
  return (
    <span aria-hidden="true" className={classes.sign} data-state={state}>
      {signs[state]}
    </span>
  );
}
