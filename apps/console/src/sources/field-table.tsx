import { visibleText } from '../layout/visible-text';
import type { FieldChange } from './field-changes';
import classes from './source.module.css';

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function FieldTable({ changes, label }: { changes: readonly FieldChange[]; label: string }) {
  return (
    <table role="table" className={classes.fields} aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Field</th>
          <th role="columnheader" scope="col">Before</th>
          <th role="columnheader" scope="col">After</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {changes.map(({ name, before, after, changed }) => (
          <tr role="row" key={name}>
            <th role="rowheader" scope="row">{visibleText(name)}</th>
            <td role="cell" data-name="Before">
              <Value text={before} />
            </td>
            <td role="cell" data-name="After">{changed ? <mark><Value text={after} /></mark> : <Value text={after} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text }: { text: string | null }) {
  if (text === null) return <span className={classes.absent}>not there</span>;
  return <>{text === '' ? '(empty)' : visibleText(text)}</>;
}
