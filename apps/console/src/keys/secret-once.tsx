import { Button } from '@mantine/core';
import type { ApiKey } from '@vedette/api-client';
import { useEffect, useRef } from 'react';
import { curlCommand } from '../alerts/sample-event';
import { CopyButton } from '../layout/copy-button';
import { Instant } from '../layout/instant';
import classes from './keys.module.css';
import { whoAmICommand } from './who-am-i-command';

interface SecretOnceProps {
  readonly secret: string;
  readonly apiKey: ApiKey;
  /** Of a rotation: until then the old one works. */
  readonly oldWorksUntil?: string | null;
  readonly done: () => void;
}

/** The one time that a key is shown. Only its keyed hash is kept. */
export function SecretOnce({ secret, apiKey, oldWorksUntil, done }: SecretOnceProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone: whoever hears the page must not be left nowhere.
  useEffect(() => heading.current?.focus(), []);
  const sendsEvents = apiKey.scopes.includes('event:write');
  const { origin } = globalThis.location;
  const command = sendsEvents ? curlCommand(origin, secret) : whoAmICommand(origin, secret);
  return (
    <section className={`card ${classes.form}`} aria-labelledby="secret">
      <h2 id="secret" ref={heading} tabIndex={-1}>
        Copy your key now
      </h2>
      <p>This is the only time it is shown. If it is lost, revoke it and create another.</p>
      {oldWorksUntil && (
        <p>
          The old one works beside it until <Instant at={oldWorksUntil} />: put the new one everywhere before.
        </p>
      )}
      <code className={classes.secret}>{secret}</code>
      <div className="row">
        <CopyButton text={secret}>Copy key</CopyButton>
      </div>
      <h3>{sendsEvents ? 'Try it: this event makes an alert' : 'Try it: this asks what the key may do'}</h3>
      {apiKey.networks.length > 0 && <p className="muted">It works from {apiKey.networks.join(', ')} alone: run this there.</p>}
      <pre className={classes.command} tabIndex={0} aria-label="Command that uses this key">
        {command}
      </pre>
      <div className="row">
        <CopyButton text={command}>Copy command</CopyButton>
      </div>
      <div>
        <Button onClick={done}>I have kept it</Button>
      </div>
    </section>
  );
}
