import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { SwitchTenantDocument } from '@vedette/api-client';
import type { Viewer } from '@vedette/api-client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import classes from './members.module.css';

/**
 * For whoever belongs to more than one organisation. What the other one showed is forgotten at once. Chosen first and
 * confirmed after: arrow keys walk through a select's choices one by one.
 */
export function TenantChoice({ viewer }: { viewer: Viewer }) {
  const navigate = useNavigate();
  const enter = useEnter();
  const current = viewer.tenants.find((tenant) => tenant.current)?.id ?? '';
  const [chosen, setChosen] = useState(current);
  const change = useMutation({
    mutationFn: (id: string) => api.request(SwitchTenantDocument, { input: { id } }),
    onSuccess: async ({ switchTenant: { viewer: next } }) => {
      if (!next) return;
      await navigate('/');
      enter(next);
    },
  });
  if (viewer.tenants.length < 2) return null;
  const failed = change.data?.switchTenant.userErrors[0]?.message ?? (change.isError ? 'Not switched: try again.' : '');
  return (
    <div className={classes.tenants}>
      <NativeSelect
        size="xs"
        aria-label="Organisation"
        disabled={change.isPending}
        data={viewer.tenants.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={({ currentTarget: { value } }) => setChosen(value)}
      />
      {chosen !== current && (
        <Button size="xs" loading={change.isPending} onClick={() => change.mutate(chosen)}>
          Switch
        </Button>
      )}
      <span role="alert">{failed}</span>
    </div>
  );
}
