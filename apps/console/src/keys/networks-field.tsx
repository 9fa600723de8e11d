import { Button } from '@mantine/core';
import { useId } from 'react';
import classes from './keys.module.css';
import { readNetworks } from './networks';
import { useOwnAddress } from './use-own-address';

interface NetworksFieldProps {
  readonly text: string;
  readonly change: (text: string) => void;
  /** What the gateway said of it. */
  readonly refused?: string;
}

/** From where alone a key works, checked as it is typed. */
export function NetworksField({ text, change, refused }: NetworksFieldProps) {
  const id = useId();
  const own = useOwnAddress();
  const { networks, faults } = readNetworks(text);
  const add = () => change([text.trimEnd(), own].filter(Boolean).join('\n'));
  return (
    <div className={classes.field}>
      <label htmlFor={id}>Only from these networks</label>
      <p id={`${id}-words`} className="muted">
        One address or range per line, such as 203.0.113.7 or 10.0.0.0/8. Empty: from anywhere.
      </p>
      <textarea
        id={id}
        className={classes.lines}
        rows={3}
        maxLength={5000}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-invalid={faults.length > 0 || refused !== undefined || undefined}
        aria-describedby={`${id}-words ${id}-faults`}
        value={text}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
      <ul id={`${id}-faults`} className={classes.faults} aria-live="polite">
        {faults.map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            Line {line}: {message}
          </li>
        ))}
        {refused && faults.length === 0 && <li>{refused}</li>}
      </ul>
      {own && (
        <p className={classes.own}>
          <span className="muted">
            You are signed in from <code>{own}</code>
          </span>
          {!networks.includes(own) && (
            <Button variant="default" size="compact-xs" onClick={add}>
              Add it
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
