import { Checkbox } from '@mantine/core';
import { useSources } from '../sources/use-sources';
import classes from './hunts.module.css';

interface SourceChoiceProps {
  readonly chosen: readonly string[];
  readonly choose: (names: readonly string[]) => void;
}

/** Which sources to ask; none chosen means all. */
export function SourceChoice({ chosen, choose }: SourceChoiceProps) {
  const sources = useSources();
  // One that was chosen earlier stays in the list, whether or not it still sends.
  const names = [...new Set([...chosen, ...(sources.data ?? []).map(({ name }) => name)])].sort();
  return (
    <details className={classes.sources}>
      <summary>Sources: {chosen.length === 0 ? 'all' : chosen.length <= 3 ? chosen.join(', ') : `${chosen.length} chosen`}</summary>
      {names.length === 0 ? (
        <p className="muted">Nothing has sent events yet.</p>
      ) : (
        <div role="group" aria-label="Sources" className={classes.names} tabIndex={0}>
          {names.map((name) => (
            <Checkbox
              key={name}
              label={name}
              checked={chosen.includes(name)}
              onChange={({ currentTarget: { checked } }) => choose(checked ? [...chosen, name] : chosen.filter((one) => one !== name))}
            />
          ))}
        </div>
      )}
    </details>
  );
}
