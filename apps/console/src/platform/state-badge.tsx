import classes from './platform.module.css';

const words: Readonly<Record<string, string>> = { active: 'Active', suspended: 'Suspended', deleting: 'Being deleted' };

export function StateBadge({ state }: { state: string }) {
  return (
    <span className={classes.state} data-state={state}>
      {words[state] ?? state}
    </span>
  );
}
