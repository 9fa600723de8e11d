import type { PlatformTenant } from '@vedette/api-client';
import { Link } from 'react-router';
import { amount } from '../layout/format-amount';
import { utcDay } from '../layout/format-time';
import { visibleText } from '../layout/visible-text';
import { planInWords } from '../organisation/plan-words';
import classes from './platform.module.css';
import { StateBadge } from './state-badge';

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function TenantTable({ tenants }: { tenants: readonly PlatformTenant[] }) {
  return (
    <div className="card table-scroll">
      <table role="table" className={classes.table}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Organisation</th>
            <th role="columnheader" scope="col">State</th>
            <th role="columnheader" scope="col">Plan</th>
            <th role="columnheader" scope="col" data-number>Members</th>
            <th role="columnheader" scope="col" data-number>Keys</th>
            <th role="columnheader" scope="col" data-number title="Stored, by days in UTC">Events yesterday</th>
            <th role="columnheader" scope="col" data-number title="Stored today and on the 29 days before, in UTC">in 30 days</th>
            <th role="columnheader" scope="col">Flags</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {tenants.map((tenant) => (
            <tr role="row" key={tenant.id}>
              <td role="cell">
                <Link to={`/platform/tenants/${tenant.id}`}>{visibleText(tenant.name)}</Link>
                <div className={classes.small}>
                  since {utcDay(Date.parse(tenant.createdAt))}
                </div>
              </td>
              <td role="cell" data-name="State">
                <StateBadge state={tenant.state} />
              </td>
              <td role="cell" data-name="Plan">
                {planInWords(tenant.plan)}
                {tenant.plan === 'trial' && tenant.trialEndsAt && (
                  <div className={classes.small}>
                    to {utcDay(Date.parse(tenant.trialEndsAt))}
                  </div>
                )}
              </td>
              <td role="cell" data-name="Members" data-number>{amount(tenant.members)}</td>
              <td role="cell" data-name="Keys" data-number>{amount(tenant.keys)}</td>
              <td role="cell" data-name="Events yesterday" data-number>{amount(tenant.eventsLastDay)}</td>
              <td role="cell" data-name="Events in 30 days" data-number>{amount(tenant.eventsLast30Days)}</td>
              <td role="cell" data-name="Flags">{tenant.flags.join(', ') || <span className="muted">None</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
