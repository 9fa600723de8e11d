import { Button, TextInput } from '@mantine/core';
import { AddPasskeyDocument, BeginPasskeyDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { makePasskey } from '../account/passkey';
import { PasskeyMark } from '../account/passkey-mark';
import { api } from '../api/client';
import classes from './own-account.module.css';
import { passkeyName } from './passkey-name';
import { RecoveryCodes } from './recovery-codes';
import { useOwnChange } from './use-own-account';

export function AddPasskey({ taken, close }: { taken: readonly string[]; close: () => void }) {
  const [name, setName] = useState(() => passkeyName(navigator.userAgent, taken));
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const add = useOwnChange(
    async () => {
      const response = await makePasskey((await api.request(BeginPasskeyDocument, {})).beginPasskey);
      return (await api.request(AddPasskeyDocument, { input: { name, response } })).addPasskey;
    },
    ({ recoveryCodes }) => (recoveryCodes ? setCodes(recoveryCodes) : close()),
  );
  if (codes) return <RecoveryCodes codes={codes} close={close} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.run(undefined);
  };
  return (
    <form className="stack" onSubmit={submit} aria-label="New passkey">
      <div className={classes.line}>
        <TextInput autoFocus label="Name" description="Under which you know it again" required withAsterisk={false} maxLength={80} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} error={fieldError(add.errors, 'name')} />
        <Button type="submit" leftSection={<PasskeyMark />} loading={add.busy}>
          Make passkey
        </Button>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
      </div>
      <FormProblem message={formError(add.errors, ['name'])} error={add.error} />
    </form>
  );
}
