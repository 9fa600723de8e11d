import type { RuleRow } from '@vedette/api-client';
import { useId } from 'react';
import { Link } from 'react-router';
import { SelectBox } from '../alerts/select-box';
import { stillShown } from '../alerts/selection';
import type { Selection } from '../alerts/selection';
import { SeverityBadge } from '../alerts/severity';
import { amount, counted } from '../layout/format-amount';
import { visibleText } from '../layout/visible-text';
import { OnSwitch } from './on-switch';
import { rulePath } from './rule-path';
import { falseShare, logWords, rowKey, severityWords, writtenLevel } from './rule-words';
import classes from './rules.module.css';

export interface RuleChoosing {
  readonly selection: Selection;
  readonly toggle: (id: string, range: boolean) => void;
  readonly toggleAll: () => void;
  readonly turn: (id: string, on: boolean) => void;
  readonly busy: ReadonlySet<string>;
}

interface RuleTableProps {
  readonly rows: readonly RuleRow[];
  /** For those who may change rules. */
  readonly choosing?: RuleChoosing;
}

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function RuleTable({ rows, choosing }: RuleTableProps) {
  const ids = [...new Set(rows.map(({ id }) => id).filter(Boolean))];
  const chosen = choosing ? stillShown(choosing.selection, ids).length : 0;
  return (
    <div className={`card table-scroll ${classes.frame}`}>
      <table role="table" className={classes.table}>
        <caption className="hidden">Rules by title, with what they did in 30 days</caption>
        <thead role="rowgroup">
          <tr role="row">
            {choosing && (
              <th role="columnheader" scope="col" className={classes.select}>
                <SelectBox label="All rules on this page" checked={chosen === 0 ? false : chosen === ids.length ? true : 'mixed'} toggle={choosing.toggleAll} />
              </th>
            )}
            <th role="columnheader" scope="col">Rule</th>
            <th role="columnheader" scope="col" className={classes.level}>Level</th>
            <th role="columnheader" scope="col" className={classes.pack}>Pack</th>
            <th role="columnheader" scope="col" className={classes.number}>Matches</th>
            <th role="columnheader" scope="col" className={classes.number}>Alerts</th>
            <th role="columnheader" scope="col" className={classes.number}>Excluded</th>
            <th role="columnheader" scope="col" className={classes.number} title="Of the closed alerts, how many as false positives">False</th>
            <th role="columnheader" scope="col" className={classes.on}>On</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <RuleLine key={rowKey(row)} row={row} choosing={choosing} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RuleLine({ row, choosing }: { row: RuleRow; choosing?: RuleChoosing }) {
  const title = useId();
  const { id, statistics } = row;
  const written = writtenLevel(row);
  const level = row.severity ?? written;
  const wrong = falseShare(statistics);
  return (
    <tr role="row" data-chosen={choosing?.selection.ids.has(id) || undefined} data-off={!row.enabled || undefined}>
      {choosing && (
        <td role="cell" className={classes.select}>
          {id && <SelectBox label={`Choose ${visibleText(row.title)}`} checked={choosing.selection.ids.has(id)} toggle={(range) => choosing.toggle(id, range)} />}
        </td>
      )}
      <td role="cell" className={classes.title} id={title}>
        {id ? <Link to={rulePath(id)}>{visibleText(row.title)}</Link> : <strong>{visibleText(row.title)}</strong>}
        <Standing row={row} />
      </td>
      <td role="cell" className={classes.level}>
        {level ? <SeverityBadge severity={level} /> : <span className="muted">{visibleText(row.level) || 'none'}</span>}
        {row.severity && row.severity !== written && <span className={classes.small}>written {written ? severityWords[written].toLowerCase() : visibleText(row.level) || 'without'}</span>}
      </td>
      <td role="cell" className={classes.pack}>
        {visibleText(row.pack)}
        {row.own && <span className={classes.small}>own</span>}
      </td>
      <td role="cell" className={classes.number} data-name="Matches">{amount(statistics.matched)}</td>
      <td role="cell" className={classes.number} data-name="Alerts">{amount(statistics.alerts)}</td>
      <td role="cell" className={classes.number} data-name="Excluded">{amount(statistics.excluded)}</td>
      <td role="cell" className={classes.number} data-name="False">
        {wrong ?? (
          <span className="muted" title="None was closed">
            –
          </span>
        )}
        {wrong !== null && <span className={classes.small}>of {amount(statistics.closed)}</span>}
      </td>
      <td role="cell" className={classes.on}>
        {id && <OnSwitch on={row.enabled} of={title} busy={choosing?.busy.has(id)} disabled={!choosing} turn={(on) => choosing?.turn(id, on)} />}
      </td>
    </tr>
  );
}

/** What keeps it from running, or tunes it. */
function Standing({ row }: { row: RuleRow }) {
  if (row.refusal) return <span className={`${classes.small} ${classes.refused}`}>Does not run: {visibleText(row.refusal)}</span>;
  if (row.replaced) return <span className={classes.small}>Yours of the same id runs in its place</span>;
  const words = [...(row.kind === 'RULE' ? [] : [row.kind.toLowerCase()]), ...(row.exclusions > 0 ? [counted(row.exclusions, 'exclusion')] : []), logWords(row)].filter(Boolean);
  return <span className={classes.small}>{words.join(' · ')}</span>;
}
