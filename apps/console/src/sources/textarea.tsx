import { useId } from 'react';
import classes from './source.module.css';

interface TextareaProps {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

const MOST_CHARACTERS = 400_000;

/** Lines as they are, not wrapped. */
export function Textarea({ label, description, value, change }: TextareaProps) {
  const id = useId();
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-words`} className="muted">
        {description}
      </p>
      <textarea
        id={id}
        className={classes.lines}
        rows={5}
        wrap="off"
        maxLength={MOST_CHARACTERS}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-describedby={`${id}-words`}
        value={value}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
    </div>
  );
}
