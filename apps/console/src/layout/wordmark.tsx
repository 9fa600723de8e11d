import classes from './wordmark.module.css';

/** A rider's lance-point V, and over it the lantern of the outpost. */
export function Wordmark() {
  return (
    <span className={classes.wordmark}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path d="M3.4 6.2 12 20.4l8.6-14.2" fill="none" stroke="currentColor" strokeWidth="2.7" strokeLinecap="round" strokeLinejoin="round" />
        <circle cx="12" cy="6.6" r="3" className={classes.lantern} />
      </svg>
      Vedette
    </span>
  );
}
