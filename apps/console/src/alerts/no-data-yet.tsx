import { Link } from 'react-router';
import { CopyButton } from '../layout/copy-button';
import { TestAttackButton } from '../layout/test-attack-button';
import classes from './no-data-yet.module.css';
import { curlCommand } from './sample-event';

const command = () => curlCommand(globalThis.location.origin, '$VEDETTE_KEY');

/** What a new organisation sees: nothing has come in, and the three steps to change that. */
export function NoDataYet() {
  return (
    <section className={`card ${classes.empty}`} aria-labelledby="no-data">
      <h2 id="no-data">No data yet</h2>
      <p className="muted">Nothing has been sent to this organisation, so there is nothing to judge. Three steps:</p>
      <ol className={classes.steps}>
        <li>
          <strong>
            <Link to="/keys">Create an API key</Link>
          </strong>{' '}
          with the scope <code>event:write</code>.
        </li>
        <li>
          <strong>Send events</strong>, one JSON object a line. This one makes an alert:
          <pre className={classes.command} tabIndex={0} aria-label="Command that sends events">
            {command()}
          </pre>
          <CopyButton text={command}>Copy command</CopyButton>
        </li>
        <li>
          <strong>Or look first</strong> at what an attack looks like, with harmless events:
          <div className={classes.action}>
            <TestAttackButton primary />
          </div>
        </li>
      </ol>
    </section>
  );
}
