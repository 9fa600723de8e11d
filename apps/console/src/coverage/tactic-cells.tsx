import classes from './coverage.module.css';
import type { Cell } from './matrix';
import { StateSign, stateWords } from './state-sign';

/** The techniques of one tactic. */
export function TacticCells({ cells, open }: { cells: readonly Cell[]; open: (cell: Cell) => void }) {
  return (
    <ul className={classes.cells}>
      {cells.map((cell) => {
        const { technique, state } = cell;
        return (
          <li key={technique.id} data-sub={technique.id.includes('.') || undefined}>
            <button type="button" className={classes.cell} data-state={state} aria-haspopup="dialog" onClick={() => open(cell)}>
              <span className={classes.cellHead}>
                <span className={classes.id}>{technique.id}</span>
                <StateSign state={state} />
              </span>{' '}
              {technique.name}
              <span className="hidden">: {stateWords[state]}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
