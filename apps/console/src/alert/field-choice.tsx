import { Checkbox } from '@mantine/core';
import { visibleText } from '../layout/visible-text';
import classes from './close.module.css';
import type { ExcludableField } from './excludable-fields';

/** As many as the gateway keeps with an alert. */
const MOST_CHOSEN = 10;
const SHOWN_VALUE = 300;

interface FieldChoiceProps {
  readonly fields: readonly ExcludableField[];
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
}

/** Which fields tell such events from an attack; what matched stands open, the rest of the event behind a fold. */
export function FieldChoice({ fields, chosen, choose }: FieldChoiceProps) {
  const matched = fields.filter((field) => field.matched);
  const others = fields.filter((field) => !field.matched);
  const line = ({ name, value }: ExcludableField) => (
    <Checkbox
      key={name}
      label={visibleText(name)}
      description={<span className={`mono ${classes.value}`}>{visibleText(value.slice(0, SHOWN_VALUE)) || '(empty)'}{value.length > SHOWN_VALUE && ' …'}</span>}
      checked={chosen.has(name)}
      disabled={!chosen.has(name) && chosen.size >= MOST_CHOSEN}
      onChange={({ currentTarget: { checked } }) => choose(new Set(checked ? [...chosen, name] : [...chosen].filter((each) => each !== name)))}
    />
  );
  return (
    <fieldset className={classes.fields}>
      <legend>What tells such events from an attack?</legend>
      {matched.map(line)}
      {others.length > 0 && (
        <details open={matched.length === 0}>
          <summary>Other fields of the first event ({others.length})</summary>
          <div className={classes.others}>{others.map(line)}</div>
        </details>
      )}
    </fieldset>
  );
}
