import type { HuntKind, HuntState } from '@vedette/api-client';
import classes from './hunts.module.css';

const stateWords: Readonly<Record<HuntState, string>> = { WAITING: 'Waiting', RUNNING: 'Running', DONE: 'Done', CANCELLED: 'Cancelled', FAILED: 'Failed' };
export const kindWords: Readonly<Record<HuntKind, string>> = { HUNT: 'Hunt', BACKTEST: 'Backtest', RERUN: 'Rerun' };

export function HuntStateBadge({ state }: { state: HuntState }) {
  return (
    <span className={classes.state} data-state={state}>
      {stateWords[state]}
    </span>
  );
}
