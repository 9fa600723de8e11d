import { Button, TextInput } from '@mantine/core';
import { RenamePasskeyDocument } from '@vedette/api-client';
import type { Passkey } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import classes from './own-account.module.css';
import { useOwnChange } from './use-own-account';

export function RenamePasskey({ passkey, close }: { passkey: Passkey; close: () => void }) {
  const [name, setName] = useState(passkey.name);
  const rename = useOwnChange(async () => (await api.request(RenamePasskeyDocument, { input: { id: passkey.id, name } })).renamePasskey, close);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.run(undefined);
  };
  return (
    <form className={`stack ${classes.what}`} onSubmit={submit}>
      <div className={classes.line}>
        <TextInput autoFocus label="Name" required withAsterisk={false} maxLength={80} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} error={fieldError(rename.errors, 'name')} />
        <Button type="submit" loading={rename.busy}>
          Save
        </Button>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
      </div>
      <FormProblem message={formError(rename.errors, ['name'])} error={rename.error} />
    </form>
  );
}
