import { useSyncExternalStore } from 'react';
import classes from './coverage.module.css';
import type { Cell, Column } from './matrix';
import { TacticCells } from './tactic-cells';

/** Tactics side by side; on a narrow page one below the other, folded. */
export function MatrixTable({ columns, unfold, open }: { columns: readonly Column[]; unfold: boolean; open: (cell: Cell) => void }) {
  const narrow = useNarrow();
  if (columns.length === 0) return <p className="muted">No technique is like that.</p>;
  if (narrow) {
    return (
      <div className={classes.list}>
        {columns.map(({ id, name, cells }) => (
          // What was searched for is shown at once.
          <details key={`${id} ${unfold}`} open={unfold} className="card">
            <summary>
              <strong>{name}</strong> <span className="muted">{visibleWords(cells)}</span>
            </summary>
            <TacticCells cells={cells} open={open} />
          </details>
        ))}
      </div>
    );
  }
  return (
    <div role="region" aria-label="ATT&CK matrix" tabIndex={0} className={classes.matrix}>
      {columns.map(({ id, name, cells }) => (
        <section key={id} aria-labelledby={`tactic-${id}`} className={classes.column}>
          <header>
            <h2 id={`tactic-${id}`}>{name}</h2>
            <p className="muted">{visibleWords(cells)}</p>
          </header>
          <TacticCells cells={cells} open={open} />
        </section>
      ))}
    </div>
  );
}

function visibleWords(cells: readonly Cell[]): string {
  return `${cells.filter(({ state }) => state === 'alerts' || state === 'visible').length} of ${cells.length} visible`;
}

const query = '(max-width: 800px)';

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = globalThis.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => globalThis.matchMedia(query).matches,
  );
}
