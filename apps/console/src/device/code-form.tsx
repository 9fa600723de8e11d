import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { FormProblem } from '../account/form-problem';
import classes from './device.module.css';
import { isWholeCode, shownCode } from './user-code';

interface CodeFormProps {
  readonly linked: string;
  readonly look: (code: string) => void;
  readonly busy: boolean;
  readonly unknown: boolean;
  readonly error: unknown;
}

export function CodeForm({ linked, look, busy, unknown, error }: CodeFormProps) {
  const [code, setCode] = useState(linked);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look(code);
  };
  return (
    <form className={`card ${classes.card}`} onSubmit={submit}>
      <TextInput
        label="Code"
        description={linked && code === linked ? 'Is it the one that the terminal shows? Then go on.' : 'The terminal shows it: eight letters'}
        className={classes.code}
        required
        withAsterisk={false}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        placeholder="BCDF-GHJK"
        value={code}
        onChange={({ currentTarget: { value } }) => setCode(shownCode(value))}
      />
      <FormProblem message={unknown ? 'There is no such open code. It may be mistyped, older than ten minutes, used, or looked up by somebody else: start “vedette login” again.' : null} error={error} />
      <div>
        <Button type="submit" loading={busy} disabled={!isWholeCode(code)}>
          Continue
        </Button>
      </div>
    </form>
  );
}
