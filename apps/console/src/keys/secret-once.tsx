import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { curlCommand } from '../alerts/sample-event';
import { CopyButton } from '../layout/copy-button';
import classes from './keys.module.css';

interface SecretOnceProps {
  readonly secret: string;
  /** Whether the key may send events. */
  readonly sendsEvents: boolean;
  readonly done: () => void;
}

/** The one time that a key is shown. Only its keyed hash is kept. */
export function SecretOnce({ secret, sendsEvents, done }: SecretOnceProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone: whoever hears the page must not be left nowhere.
  useEffect(() => heading.current?.focus(), []);
  const command = curlCommand(globalThis.location.origin, secret);
  return (
    <section className={`card ${classes.form}`} aria-labelledby="secret">
      <h2 id="secret" ref={heading} tabIndex={-1}>
        Copy your key now
      </h2>
      <p>This is the only time it is shown. If it is lost, revoke it and create another.</p>
      <code className={classes.secret}>{secret}</code>
      <div className="row">
        <CopyButton text={secret}>Copy key</CopyButton>
      </div>
      {sendsEvents && (
        <>
          <h3>Try it: this event makes an alert</h3>
          <pre className={classes.command} tabIndex={0} aria-label="Command that sends an event with this key">
            {command}
          </pre>
          <div className="row">
            <CopyButton text={command}>Copy command</CopyButton>
          </div>
        </>
      )}
      <div>
        <Button onClick={done}>I have kept it</Button>
      </div>
    </section>
  );
}
