import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import classes from './device.module.css';

export type Decision = 'approved' | 'denied';

export function DecidedCard({ decision, again }: { decision: Decision; again: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={`card ${classes.card}`} aria-labelledby="decided">
      <h2 id="decided" ref={heading} tabIndex={-1}>
        {decision === 'approved' ? 'Done: go back to the terminal' : 'Denied'}
      </h2>
      {decision === 'approved' ? (
        <p>
          It is signed in within a few seconds, and you can close this page. Its key stands under <Link to="/keys">API keys</Link>; “vedette logout” ends it.
        </p>
      ) : (
        <p>The command line is told so and gets nothing. If you did not start it, nobody is in: there is nothing else to do.</p>
      )}
      <div>
        <Button variant="default" size="xs" onClick={again}>
          Enter another code
        </Button>
      </div>
    </section>
  );
}
