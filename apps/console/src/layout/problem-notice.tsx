import { Button } from '@mantine/core';
import { wordsOf } from '../api/words-of';
import classes from './problem-notice.module.css';

/** What failed, in words, and the way on. */
export function ProblemNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div role="alert" className={classes.notice}>
      <p>{wordsOf(error)}</p>
      {retry && (
        <Button variant="default" size="xs" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}
