import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AccessReportDocument } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { download } from '../layout/download';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { useNow } from '../layout/use-now';
import classes from './members.module.css';
import { permissionGroups, permissionSummary } from './permission-words';
import { MEMBERSHIP, useRoles } from './use-memberships';

/** Who could do what on a day. */
export function AccessSection() {
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const [day, setDay] = useState(today);
  const [permission, setPermission] = useState('');
  // The list of permissions is what an owner holds; who may not read the roles still has the report of all.
  const every = useRoles().data?.find(({ id }) => id === 'owner')?.permissions ?? [];
  const options = permissionGroups(every).flatMap(({ words, permissions }) => permissions.map((each) => ({ value: each.permission, label: `${words}: ${each.verb.toLowerCase()}` })));
  const report = useQuery({
    queryKey: [MEMBERSHIP, 'report', day, permission],
    queryFn: async ({ signal }) => (await api.request(AccessReportDocument, { day, permission: permission || null }, signal)).accessReport,
    enabled: day !== '',
    placeholderData: (before) => before,
  });
  const rows = report.data?.rows ?? [];
  return (
    <section className="stack" aria-labelledby="access">
      <div>
        <h2 id="access">Who had access</h2>
        <p className="muted">As it was at the end of the day, in UTC; from the changes as they were recorded.</p>
      </div>
      <div className={classes.line}>
        <TextInput label="Day" type="date" max={today} value={day} onChange={({ currentTarget }) => setDay(currentTarget.value)} />
        <NativeSelect label="Who could" data={[{ value: '', label: 'do anything' }, ...options]} value={permission} onChange={({ currentTarget }) => setPermission(currentTarget.value)} />
        <Button variant="default" disabled={!report.data} onClick={() => report.data && download(`access-${day}.csv`, report.data.csv)}>
          Download CSV
        </Button>
      </div>
      {report.isError && <ProblemNotice error={report.error} retry={() => void report.refetch()} />}
      {report.data && rows.length === 0 && <p className={`card ${classes.none}`}>Nobody could, on that day.</p>}
      {rows.length > 0 && (
        <div className="card table-scroll">
          <table role="table" className={classes.table}>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">Member</th>
                <th role="columnheader" scope="col">Role</th>
                <th role="columnheader" scope="col">Since</th>
                <th role="columnheader" scope="col">Could</th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {rows.map((row) => (
                <tr role="row" key={row.principal}>
                  <td role="cell">
                    <strong>{row.email ?? row.principal}</strong> {!row.isMember && <span className="muted">(has left)</span>}
                  </td>
                  <td role="cell" data-name="Role">{row.roleName}</td>
                  <td role="cell" data-name="Since">
                    <Moment at={row.since} />
                  </td>
                  <td role="cell" data-name="Could" className={classes.could}>{permissionSummary(row.permissions)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
