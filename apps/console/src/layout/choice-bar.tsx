import { useId } from 'react';
import classes from './choice-bar.module.css';

interface ChoiceBarProps<Value extends string> {
  readonly legend: string;
  readonly choices: readonly (readonly [Value, string])[];
  readonly chosen: Value;
  readonly choose: (value: Value) => void;
}

/** One of a few, side by side: radio buttons that look like one control. */
export function ChoiceBar<Value extends string>({ legend, choices, chosen, choose }: ChoiceBarProps<Value>) {
  const name = useId();
  return (
    <fieldset className={classes.bar}>
      <legend className="hidden">{legend}</legend>
      {choices.map(([value, words]) => (
        <label key={value} className={classes.choice}>
          <input type="radio" className="hidden" name={name} value={value} checked={value === chosen} onChange={() => choose(value)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
