import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RevokeApiKeyDocument } from '@vedette/api-client';
import type { ApiKey } from '@vedette/api-client';
import { useState } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import classes from './keys.module.css';

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const may = useMay('key:write');
  return (
    <div className="card table-scroll">
      <table role="table" className={classes.table}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Name</th>
            <th role="columnheader" scope="col">Key</th>
            <th role="columnheader" scope="col">May</th>
            <th role="columnheader" scope="col">Last used</th>
            <th role="columnheader" scope="col">Expires</th>
            <th role="columnheader" scope="col">
              <span className="hidden">Revoke</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {keys.map((key) => (
            <tr role="row" key={key.id} data-revoked={key.revokedAt ? true : undefined}>
              <td role="cell">
                <strong>{key.name}</strong>
              </td>
              <td role="cell">
                <code>{key.hint}</code>
              </td>
              <td role="cell" data-name="May">{key.scopes.join(', ')}</td>
              <td role="cell" data-name="Last used">{key.lastUsedAt ? <Moment at={key.lastUsedAt} /> : <span className="muted">Never</span>}</td>
              <td role="cell" data-name="Expires">
                <Expiry apiKey={key} />
              </td>
              <td role="cell">
                {may && !key.revokedAt && (
                  <Button variant="default" size="xs" aria-label={`Revoke ${key.name}`} onClick={() => setLeaving(key)}>
                    Revoke
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {leaving && <ConfirmRevoke apiKey={leaving} close={() => setLeaving(null)} />}
    </div>
  );
}

function Expiry({ apiKey }: { apiKey: ApiKey }) {
  const now = useNow();
  if (apiKey.revokedAt) return <span className="muted">Revoked</span>;
  return (
    <>
      <Moment at={apiKey.expiresAt} />
      {Date.parse(apiKey.expiresAt) <= now ? <span className={classes.soon}>Expired</span> : apiKey.expiresSoon && <span className={classes.soon}>Expires soon</span>}
    </>
  );
}

function ConfirmRevoke({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.request(RevokeApiKeyDocument, { input: { id: apiKey.id } }),
    onSuccess: async ({ revokeApiKey }) => {
      if (revokeApiKey.userErrors.length > 0) return;
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={`Revoke “${apiKey.name}”?`} closeButtonProps={{ 'aria-label': 'Keep it' }}>
      <div className="stack">
        <p>Whatever uses it is refused from this moment on, open connections included. This cannot be undone.</p>
        <FormProblem message={revoke.data?.revokeApiKey.userErrors[0]?.message} error={revoke.error} />
        <div className="row">
          <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke key
          </Button>
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
        </div>
      </div>
    </Modal>
  );
}
