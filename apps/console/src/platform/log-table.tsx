import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import { actionInWords, detailsInWords } from './log-words';
import classes from './platform.module.css';
import { usePlatformLog } from './use-platform';

/** What operators did, newest first. */
export function LogTable() {
  const log = usePlatformLog();
  const entries = log.data?.pages.flatMap(({ edges }) => edges.map(({ node }) => node)) ?? [];
  if (log.isPending) return <p className="muted">Loading the log …</p>;
  if (log.isError) return <ProblemNotice error={log.error} retry={() => void log.refetch()} />;
  if (entries.length === 0) return <p className={`card ${classes.none}`}>Nobody has done anything here yet.</p>;
  return (
    <>
      <div className="card table-scroll">
        <table role="table" className={classes.table}>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">When</th>
              <th role="columnheader" scope="col">What</th>
              <th role="columnheader" scope="col">With</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {entries.map((entry) => {
              const details = detailsInWords(entry.details);
              return (
                <tr role="row" key={entry.id}>
                  <td role="cell">
                    <Moment at={entry.at} />
                  </td>
                  <td role="cell">
                    {entry.operatorEmail ?? (entry.action === 'tenant.erased' ? 'The installation, as its owner asked,' : entry.operator)} {actionInWords(entry.action)}{' '}
                    {entry.tenant && entry.tenantName ? <Link to={`/platform/tenants/${entry.tenant}`}>{visibleText(entry.tenantName)}</Link> : 'an organisation that is gone'}
                  </td>
                  <td role="cell" className={classes.details}>
                    {details ? visibleText(details) : <span className="muted">–</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {log.hasNextPage && (
        <div>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}
