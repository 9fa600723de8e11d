import { Button } from '@mantine/core';
import type { FeedState } from '@vedette/api-client';
import { PauseMark, PlayMark } from '../layout/marks';
import classes from './live-badge.module.css';

interface LiveBadgeProps {
  readonly feed: FeedState;
  /** How many changes wait while paused; null when not paused. */
  readonly held: number | null;
  readonly pause: () => void;
  readonly resume: () => void;
}

/** Whether the list is live, and the switch that holds it still. */
export function LiveBadge({ feed, held, pause, resume }: LiveBadgeProps) {
  const paused = held !== null;
  const word = paused ? 'Paused' : feed === 'live' ? 'Live' : feed === 'stopped' ? 'Stopped' : feed === 'connecting' ? 'Connecting' : 'Reconnecting';
  return (
    <div className="row">
      <span role="status" className={classes.badge} data-state={paused ? 'paused' : feed}>
        <span className={classes.dot} aria-hidden="true" />
        {word}
        {held ? ` · ${held} waiting` : ''}
      </span>
      <Button variant="default" size="xs" leftSection={paused ? <PlayMark /> : <PauseMark />} onClick={paused ? resume : pause}>
        {paused ? 'Resume' : 'Pause'}
      </Button>
    </div>
  );
}
