import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { LeaveDocument } from '@vedette/api-client';
import type { Viewer } from '@vedette/api-client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import { ConfirmDialog } from './confirm-dialog';

export function LeaveDialog({ viewer, close }: { viewer: Viewer; close: () => void }) {
  const [name, setName] = useState('');
  const navigate = useNavigate();
  const enter = useEnter();
  const leave = useMutation({
    mutationFn: async () => (await api.request(LeaveDocument, { input: { name } })).leave,
    onSuccess: async ({ done }) => {
      if (!done) return;
      await navigate('/log-in', { replace: true });
      enter(null);
    },
  });
  const change = { busy: leave.isPending, errors: leave.data?.userErrors, error: leave.error };
  return (
    <ConfirmDialog title={`Leave ${viewer.tenant.name}?`} verb="Leave" change={change} confirm={() => leave.mutate()} close={close} ready={name.trim() === viewer.tenant.name}>
      <p>You are signed out here, and the API keys you made stop working. To come back you need an invitation.</p>
      <TextInput label={`Type “${viewer.tenant.name}” to confirm`} autoComplete="off" value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
    </ConfirmDialog>
  );
}
