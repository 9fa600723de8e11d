import type { AlertRow } from '@vedette/api-client';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { visibleText } from '../layout/visible-text';
import { Moment } from '../layout/moment';
import classes from './alert-table.module.css';
import { SeverityBadge, StatusBadge } from './severity';

interface AlertTableProps {
  readonly rows: readonly AlertRow[];
  /** Index of the row that `j` and `k` stand on, or -1. */
  readonly at: number;
}

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function AlertTable({ rows, at }: AlertTableProps) {
  const current = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    current.current?.querySelector('a')?.focus({ preventScroll: true });
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div className={`card table-scroll ${classes.frame}`}>
      <table role="table" className={classes.table}>
        <caption className="hidden">Alerts, newest first</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Severity</th>
            <th role="columnheader" scope="col">Alert</th>
            <th role="columnheader" scope="col">Entity</th>
            <th role="columnheader" scope="col" className={classes.number}>
              Events
            </th>
            <th role="columnheader" scope="col">Last seen</th>
            <th role="columnheader" scope="col">Status</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => (
            <tr role="row" key={row.id} ref={index === at ? current : undefined} data-current={index === at || undefined} data-closed={row.status === 'CLOSED' || undefined}>
              <td role="cell">
                <SeverityBadge severity={row.severity} />
              </td>
              <td role="cell" className={classes.title}>
                <Link to={`/alerts/${row.id}`}>{row.rule.title}</Link>
                <span className={classes.reason}>{row.reason}</span>
              </td>
              <td role="cell" className={classes.entity}>
                <span className="mono">{visibleText(row.entity.value)}</span>
                <span className={classes.reason}>
                  {row.entity.kind} · {row.source}
                </span>
              </td>
              <td role="cell" className={classes.number} data-name="Events">
                {row.eventCount.toLocaleString('en')}
              </td>
              <td role="cell">
                <Moment at={row.lastEventAt} />
              </td>
              <td role="cell">
                <StatusBadge status={row.status} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
