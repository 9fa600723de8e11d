import { Checkbox } from '@mantine/core';
import { RevokeApiKeyDocument } from '@vedette/api-client';
import type { ApiKey } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { ConfirmDialog } from '../members/confirm-dialog';
import { useKeyChange } from './use-keys';

export function RevokeDialog({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const [leaked, setLeaked] = useState(false);
  const revoke = useKeyChange(async () => (await api.request(RevokeApiKeyDocument, { input: { id: apiKey.id, because: leaked ? 'LEAKED' : 'ASKED' } })).revokeApiKey, close);
  return (
    <ConfirmDialog title={`Revoke “${apiKey.name}”?`} verb="Revoke key" change={revoke} confirm={() => revoke.run(undefined)} close={close}>
      <p>Whatever uses it is refused from this moment on, open connections included. This cannot be undone. To change it without a gap, rotate it instead.</p>
      <Checkbox label="Somebody else may have it" description="Recorded as leaked, so that the rules about leaked keys hear of it" checked={leaked} onChange={({ currentTarget: { checked } }) => setLeaked(checked)} />
    </ConfirmDialog>
  );
}
