import type { AlertRow } from '@vedette/api-client';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { EntityLink } from '../entities/entity-link';
import { Moment } from '../layout/moment';
import classes from './alert-table.module.css';
import { personOf } from './person';
import { SelectBox } from './select-box';
import { stillShown } from './selection';
import type { Selection } from './selection';
import { SeverityBadge, StatusBadge } from './severity';
import { usePeople } from './use-people';

interface Choosing {
  readonly selection: Selection;
  readonly toggle: (id: string, range: boolean) => void;
  readonly toggleAll: () => void;
}

interface AlertTableProps {
  readonly rows: readonly AlertRow[];
  /** Index of the row that `j` and `k` stand on, or -1. */
  readonly at: number;
  /** For those who may change alerts. */
  readonly choosing?: Choosing;
}

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function AlertTable({ rows, at, choosing }: AlertTableProps) {
  const people = usePeople();
  const current = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    current.current?.querySelector('a')?.focus({ preventScroll: true });
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const chosen = choosing ? stillShown(choosing.selection, rows.map(({ id }) => id)).length : 0;
  return (
    <div className={`card table-scroll ${classes.frame}`}>
      <table role="table" className={classes.table} data-choosing={choosing ? true : undefined}>
        <caption className="hidden">Alerts, newest first</caption>
        <thead role="rowgroup">
          <tr role="row">
            {choosing && (
              <th role="columnheader" scope="col" className={classes.select}>
                <SelectBox label="All alerts on this page" checked={chosen === 0 ? false : chosen === rows.length ? true : 'mixed'} toggle={choosing.toggleAll} />
              </th>
            )}
            <th role="columnheader" scope="col" className={classes.severity}>Severity</th>
            <th role="columnheader" scope="col">Alert</th>
            <th role="columnheader" scope="col" className={classes.entity}>Entity</th>
            <th role="columnheader" scope="col" className={classes.number}>Events</th>
            <th role="columnheader" scope="col" className={classes.when}>Last seen</th>
            <th role="columnheader" scope="col" className={classes.status}>Status</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => (
            <tr
              role="row"
              key={row.id}
              ref={index === at ? current : undefined}
              data-current={index === at || undefined}
              data-closed={row.status === 'CLOSED' || undefined}
              data-chosen={choosing?.selection.ids.has(row.id) || undefined}
            >
              {choosing && (
                <td role="cell" className={classes.select}>
                  <SelectBox label={`Choose ${row.rule.title}`} checked={choosing.selection.ids.has(row.id)} toggle={(range) => choosing.toggle(row.id, range)} />
                </td>
              )}
              <td role="cell" className={classes.severity}>
                <SeverityBadge severity={row.severity} />
              </td>
              <td role="cell" className={classes.title}>
                <Link to={`/alerts/${row.id}`}>{row.rule.title}</Link>
                <span className={classes.reason}>{row.reason}</span>
              </td>
              <td role="cell" className={classes.entity}>
                <EntityLink entity={row.entity} className={classes.name} />
                <span className={classes.reason}>
                  {row.suppressed ? 'gathered by a suppression' : `${row.entity.kind} · ${row.source}`}
                </span>
              </td>
              <td role="cell" className={classes.number} data-name="Events">
                {row.eventCount.toLocaleString('en')}
              </td>
              <td role="cell" className={classes.when}>
                <Moment at={row.lastEventAt} />
              </td>
              <td role="cell" className={classes.status}>
                <StatusBadge status={row.status} />
                {row.assignee && <span className={classes.reason}>{personOf(row.assignee, people)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
