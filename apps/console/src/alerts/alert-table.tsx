import type { AlertRow } from '@vedette/api-client';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Moment } from '../layout/moment';
import classes from './alert-table.module.css';
import { SeverityBadge, StatusBadge } from './severity';

interface AlertTableProps {
  readonly rows: readonly AlertRow[];
  /** Index of the row that `j` and `k` stand on, or -1. */
  readonly at: number;
}

export function AlertTable({ rows, at }: AlertTableProps) {
  const current = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    current.current?.querySelector('a')?.focus({ preventScroll: true });
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div className={`card table-scroll ${classes.frame}`}>
      <table className={classes.table}>
        <caption className={classes.caption}>Alerts, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">Alert</th>
            <th scope="col">Entity</th>
            <th scope="col" className={classes.number}>
              Events
            </th>
            <th scope="col">Last seen</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id} ref={index === at ? current : undefined} data-current={index === at || undefined} data-closed={row.status === 'CLOSED' || undefined}>
              <td>
                <SeverityBadge severity={row.severity} />
              </td>
              <td className={classes.title}>
                <Link to={`/alerts/${row.id}`}>{row.rule.title}</Link>
                <span className={classes.reason}>{row.reason}</span>
              </td>
              <td className={classes.entity}>
                <span className="mono">{row.entity.value}</span>
                <span className={classes.reason}>
                  {row.entity.kind} · {row.source}
                </span>
              </td>
              <td className={classes.number}>{row.eventCount.toLocaleString('en')}</td>
              <td>
                <Moment at={row.lastEventAt} />
              </td>
              <td>
                <StatusBadge status={row.status} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
