import { amount } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import classes from './sources.module.css';
import type { Source } from './use-sources';

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function RejectTable({ rejects }: { rejects: Source['rejects'] }) {
  return (
    <table role="table" className={classes.rejects} aria-labelledby="refused">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Reason</th>
          <th role="columnheader" scope="col">How often</th>
          <th role="columnheader" scope="col">Last</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rejects.map(({ code, message, line, count, lastAt }) => (
          <tr role="row" key={code}>
            <td role="cell">
              {visibleText(message)}
              <code className={classes.code}>
                {code}
                {line === null ? '' : `, the last one in line ${amount(line)} of its body`}
              </code>
            </td>
            <td role="cell" data-name="How often">{amount(count)}</td>
            <td role="cell" data-name="Last">
              <Moment at={lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
