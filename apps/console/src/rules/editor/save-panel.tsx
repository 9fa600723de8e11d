import { Button, TextInput } from '@mantine/core';
import type { UserError } from '@vedette/api-client';
import { useState } from 'react';
import { fieldError, formError } from '../../account/field-error';
import { FormProblem } from '../../account/form-problem';
import classes from './editor.module.css';

interface SavePanelProps {
  readonly path: string;
  /** Null where the file is there and keeps its place. */
  readonly move: ((path: string) => void) | null;
  /** What becomes of it when it is saved. */
  readonly explained: string;
  readonly errors: readonly UserError[] | undefined;
  readonly error: unknown;
  readonly busy: 'save' | 'enable' | null;
  readonly save: (note: string, enable: boolean) => Promise<boolean>;
}

export function SavePanel({ path, move, explained, errors, error, busy, save }: SavePanelProps) {
  const [note, setNote] = useState('');
  const go = async (enable: boolean) => {
    // A note is about one saving.
    if (await save(note, enable)) setNote('');
  };
  const faulty = fieldError(errors, 'yaml') ? 'The rule cannot run as it is: see the findings.' : null;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="save">
      <h2 id="save">Save</h2>
      <TextInput
        label="Path"
        description={move ? 'Your pack, and the file in it' : undefined}
        maxLength={440}
        value={path}
        readOnly={!move}
        error={fieldError(errors, 'path')}
        onChange={({ currentTarget }) => move?.(currentTarget.value)}
      />
      <TextInput label="Note" description="What is new, for those who read the versions" maxLength={1000} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
      <p className="muted">{explained}</p>
      <FormProblem message={faulty ?? formError(errors, ['yaml', 'path'])} error={error} />
      <div className="row">
        <Button loading={busy === 'save'} disabled={busy !== null} onClick={() => void go(false)}>
          Save
        </Button>
        <Button variant="default" loading={busy === 'enable'} disabled={busy !== null} onClick={() => void go(true)}>
          Save and switch on
        </Button>
      </div>
    </section>
  );
}
