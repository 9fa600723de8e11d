import { Button } from '@mantine/core';
import { CopyButton } from '../layout/copy-button';
import classes from './keys.module.css';

/** The one time that a key is shown. Only its keyed hash is kept. */
export function SecretOnce({ secret, done }: { secret: string; done: () => void }) {
  const command = `curl -sS ${globalThis.location.origin}/v1/events \\\n  -H 'Authorization: Bearer ${secret}' \\\n  -H 'Content-Type: application/x-ndjson' \\\n  --data-binary @events.ndjson`;
  return (
    <section className={`card ${classes.form}`} aria-labelledby="secret" role="status">
      <h2 id="secret">Copy your key now</h2>
      <p>This is the only time it is shown. If it is lost, revoke it and create another.</p>
      <code className={classes.secret}>{secret}</code>
      <div className="row">
        <CopyButton text={secret}>Copy key</CopyButton>
      </div>
      <h3>Try it</h3>
      <pre className={classes.command} tabIndex={0} aria-label="Command that sends events with this key">
        {command}
      </pre>
      <div className="row">
        <CopyButton text={command}>Copy command</CopyButton>
        <Button onClick={done}>I have kept it</Button>
      </div>
    </section>
  );
}
