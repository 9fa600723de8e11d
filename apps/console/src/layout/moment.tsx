import { relativeTime, utcTime } from './format-time';
import classes from './moment.module.css';
import { useNow } from './use-now';

interface MomentProps {
  /** ISO 8601 */
  readonly at: string;
  /** On one line, the absolute time behind the relative one. */
  readonly inline?: boolean;
}

/** When, both ways: how long ago, and exactly. */
export function Moment({ at, inline = false }: MomentProps) {
  const now = useNow();
  const instant = Date.parse(at);
  return (
    <time dateTime={at} className={inline ? classes.inline : classes.moment}>
      <span>{relativeTime(instant, now)}</span> <span className={classes.exact}>{utcTime(instant, now)}</span>
    </time>
  );
}
