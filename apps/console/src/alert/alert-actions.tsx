import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { AcknowledgeAlertDocument, CloseAlertDocument } from '@vedette/api-client';
import type { AlertDetail, AlertResolution } from '@vedette/api-client';
import { useState } from 'react';
import { resolutions } from '../alerts/resolutions';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { wordsOf } from '../api/words-of';
import { FalsePositiveDialog } from './false-positive-dialog';
import { useReread } from './use-work';

/** What can be done next; nothing for those who may only read. */
export function AlertActions({ alert }: { alert: AlertDetail }) {
  const may = useMay('alert:write');
  const queries = useQueryClient();
  const reread = useReread(alert.id);
  const [asking, setAsking] = useState(false);
  const keep = (next: AlertDetail | null) => {
    if (!next) return;
    queries.setQueryData(['alert', alert.id], next);
    reread();
  };
  const acknowledge = useMutation({
    mutationFn: () => api.request(AcknowledgeAlertDocument, { input: { id: alert.id } }),
    onSuccess: ({ acknowledgeAlert }) => keep(acknowledgeAlert.alert),
  });
  const close = useMutation({
    mutationFn: (resolution: AlertResolution) => api.request(CloseAlertDocument, { input: { id: alert.id, resolution } }),
    onSuccess: ({ closeAlert }) => keep(closeAlert.alert),
  });
  if (!may || alert.status === 'CLOSED') return null;
  const refused = acknowledge.data?.acknowledgeAlert.userErrors[0] ?? close.data?.closeAlert.userErrors[0];
  const error = acknowledge.error ?? close.error;
  return (
    <>
      <span role="alert">{refused?.message ?? (error ? wordsOf(error) : '')}</span>
      {alert.status === 'OPEN' && (
        <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
          Acknowledge
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <Button variant="default" loading={close.isPending}>
            Close …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {resolutions.map(([resolution, words]) => (
            <Menu.Item key={resolution} onClick={() => (resolution === 'FALSE_POSITIVE' ? setAsking(true) : close.mutate(resolution))}>
              {words}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asking && <FalsePositiveDialog alert={alert} close={() => setAsking(false)} />}
    </>
  );
}
