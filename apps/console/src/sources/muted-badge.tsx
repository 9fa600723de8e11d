import classes from './sources.module.css';

export function MutedBadge() {
  return (
    <span className={classes.muted}>
      <svg viewBox="0 0 16 16" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" aria-hidden="true">
        <circle cx="8" cy="8" r="6" />
        <path d="m4 12 8-8" />
      </svg>
      Muted: counted and dropped
    </span>
  );
}
