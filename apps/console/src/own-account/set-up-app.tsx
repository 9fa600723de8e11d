import { Button, TextInput } from '@mantine/core';
import { ConfirmTotpDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { CopyButton } from '../layout/copy-button';
import { inFours } from './in-fours';
import classes from './own-account.module.css';
import { QrCode } from './qr-code';
import { RecoveryCodes } from './recovery-codes';
import { useOwnChange } from './use-own-account';

interface SetUpAppProps {
  readonly secret: string;
  readonly uri: string;
  readonly close: () => void;
}

/** Scanned or typed in, then proven by a code: a factor that does not work must not count. */
export function SetUpApp({ secret, uri, close }: SetUpAppProps) {
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const confirm = useOwnChange(
    async () => (await api.request(ConfirmTotpDocument, { input: { code: code.trim() } })).confirmTotp,
    ({ recoveryCodes }) => (recoveryCodes ? setCodes(recoveryCodes) : close()),
  );
  if (codes) return <RecoveryCodes codes={codes} close={close} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.run(undefined);
  };
  return (
    <div className={classes.setup}>
      <QrCode text={uri} label="QR code to scan with your authenticator app" />
      <form className="stack" onSubmit={submit}>
        <p>Scan it with your app. Where there is no camera, type or paste this secret:</p>
        <div className="stack">
          <code className={classes.secret}>{inFours(secret)}</code>
          <div className="row">
            <CopyButton text={secret}>Copy secret</CopyButton>
          </div>
        </div>
        <TextInput
          autoFocus
          label="Code that the app shows now"
          description="Six digits; another every 30 seconds"
          required
          withAsterisk={false}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={9}
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
          error={fieldError(confirm.errors, 'code')}
        />
        <FormProblem message={formError(confirm.errors, ['code'])} error={confirm.error} />
        <div className="row">
          <Button type="submit" loading={confirm.busy}>
            Confirm
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </div>
      </form>
    </div>
  );
}
