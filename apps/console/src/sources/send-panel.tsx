import { CloseButton, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../api/viewer';
import { ChoiceBar } from '../layout/choice-bar';
import { CopyButton } from '../layout/copy-button';
import { doors, doorText, isSourceName, PLAIN_NAME } from './door-texts';
import type { Door } from './door-texts';
import classes from './send.module.css';
import { UploadForm } from './upload-form';

interface SendPanelProps {
  readonly door: Door;
  readonly choose: (door: Door) => void;
  /** Null where there is nothing else to see yet. */
  readonly close: (() => void) | null;
}

/** How to send events here, by whatever sends them. */
export function SendPanel({ door, choose, close }: SendPanelProps) {
  const [name, setName] = useState(PLAIN_NAME);
  const mayKeys = useMay('key:write');
  const { title, text, note } = doorText(door, globalThis.location, name);
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="send">
      <div className={classes.head}>
        <h2 id="send">Send events</h2>
        {close && <CloseButton size={28} aria-label="Close “Send events”" onClick={close} />}
      </div>
      <ChoiceBar legend="By what" choices={doors} chosen={door} choose={choose} />
      <TextInput
        className={classes.name}
        label="Source"
        description="What to call where they come from"
        maxLength={64}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={isSourceName(name) ? null : 'Lower-case letters, digits, dots, dashes and underscores; a letter or digit first.'}
      />
      {/* Kept while another door is looked at: a file may be on its way. */}
      <div hidden={door !== 'file'} className={classes.part}>
        <UploadForm source={isSourceName(name) ? name : null} />
      </div>
      <div className={classes.part}>
        <h3>{title}</h3>
        <pre className={classes.text} tabIndex={0} aria-label={`Configuration: ${title}`}>
          {text}
        </pre>
        <div className="row">
          <CopyButton text={text}>Copy</CopyButton>
        </div>
        <p className="muted">{note}</p>
        <p>
          In place of <code>{'<your key>'}</code> goes an API key with the scope <code>event:write</code>. {mayKeys ? <Link to="/keys">Create one</Link> : <>Ask an owner or administrator of your organisation for one.</>}
        </p>
      </div>
    </section>
  );
}
