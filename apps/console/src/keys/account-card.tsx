import { Button } from '@mantine/core';
import { SetServiceAccountDisabledDocument } from '@vedette/api-client';
import type { ServiceAccount } from '@vedette/api-client';
import { useState } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { counted } from '../layout/format-amount';
import { useNow } from '../layout/use-now';
import { ConfirmDialog } from '../members/confirm-dialog';
import classes from './keys.module.css';
import { useKeyChange } from './use-keys';

export function AccountCard({ account, change }: { account: ServiceAccount; change: () => void }) {
  const [disabling, setDisabling] = useState(false);
  const may = useMay('key:write');
  const now = useNow();
  const working = account.keys.filter(({ revokedAt, expiresAt }) => revokedAt === null && Date.parse(expiresAt) > now).length;
  const disabled = account.disabledAt !== null;
  const turn = useKeyChange(
    async () => (await api.request(SetServiceAccountDisabledDocument, { input: { id: account.id, disabled: !disabled } })).setServiceAccountDisabled,
    () => setDisabling(false),
  );
  return (
    <li className={`card ${classes.account}`} data-over={disabled || undefined}>
      <div className={classes.head}>
        <h2>{account.name}</h2>
        <span className="muted">{account.role.name}</span>
      </div>
      {account.description && <p>{account.description}</p>}
      <p>
        {account.owner ? (
          <span className="muted">{account.owner.email ?? 'A disabled account'} answers for it</span>
        ) : (
          <span className={classes.soon}>Nobody answers for it: its owner has left. Choose another member.</span>
        )}
      </p>
      <p className="muted">{disabled ? `Disabled: ${counted(working, 'key')} of it ${working === 1 ? 'does' : 'do'} nothing` : working === 0 ? 'No key that works' : `${counted(working, 'key')} that work${working === 1 ? 's' : ''}`}</p>
      {may && (
        <div className={classes.actions}>
          <Button variant="default" size="xs" aria-label={`Change ${account.name}`} onClick={change}>
            Change
          </Button>
          {disabled ? (
            <Button variant="default" size="xs" aria-label={`Enable ${account.name}`} loading={turn.busy} onClick={() => turn.run(undefined)}>
              Enable
            </Button>
          ) : (
            <Button variant="default" size="xs" aria-label={`Disable ${account.name}`} onClick={() => setDisabling(true)}>
              Disable
            </Button>
          )}
        </div>
      )}
      {!disabling && <FormProblem message={turn.errors?.[0]?.message} error={turn.error} />}
      {disabling && (
        <ConfirmDialog title={`Disable “${account.name}”?`} verb="Disable" change={turn} confirm={() => turn.run(undefined)} close={() => setDisabling(false)}>
          <p>{working === 0 ? 'It has no key that works.' : `${counted(working, 'key')} of it ${working === 1 ? 'stops' : 'stop'} at once, open connections included.`} Enabling it gives them back.</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
