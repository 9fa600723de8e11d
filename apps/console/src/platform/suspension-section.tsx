import { Button, TextInput } from '@mantine/core';
import { ResumeTenantDocument, SuspendTenantDocument } from '@vedette/api-client';
import type { PlatformTenant } from '@vedette/api-client';
import { useState } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import { ConfirmDialog } from '../members/confirm-dialog';
import classes from './platform.module.css';
import { usePlatformChange } from './use-platform';

export function SuspensionSection({ tenant }: { tenant: PlatformTenant }) {
  const [asking, setAsking] = useState(false);
  const resume = usePlatformChange(async () => (await api.request(ResumeTenantDocument, { input: { id: tenant.id } })).resumeTenant);
  const suspended = tenant.state === 'suspended';
  return (
    <section className={`card ${classes.card}`} aria-labelledby="state">
      <h2 id="state">{suspended ? 'Suspended' : tenant.state === 'deleting' ? 'Being deleted' : 'Active'}</h2>
      {tenant.deletesAt && (
        <p>
          Its owner asked for its deletion: erased <Moment at={tenant.deletesAt} inline />, unless an owner keeps it.
        </p>
      )}
      {suspended && (
        <p>
          {tenant.suspendedAt && <Moment at={tenant.suspendedAt} inline />}
          {tenant.suspendedBecause && <>: “{visibleText(tenant.suspendedBecause)}”</>}
        </p>
      )}
      {suspended ? (
        <>
          <p className="muted">Resuming lets its keys work again; its people sign in anew.</p>
          <FormProblem message={resume.errors?.[0]?.message} error={resume.error} />
          <div>
            <Button loading={resume.busy} onClick={() => resume.run(undefined)}>
              Resume
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className="muted">Suspending signs its people out and refuses its keys, at once. Nothing is deleted, and you can resume it.</p>
          <div>
            <Button variant="default" onClick={() => setAsking(true)}>
              Suspend
            </Button>
          </div>
        </>
      )}
      {asking && <SuspendDialog tenant={tenant} close={() => setAsking(false)} />}
    </section>
  );
}

function SuspendDialog({ tenant, close }: { tenant: PlatformTenant; close: () => void }) {
  const [reason, setReason] = useState('');
  const suspend = usePlatformChange(async () => (await api.request(SuspendTenantDocument, { input: { id: tenant.id, reason } })).suspendTenant, close);
  return (
    <ConfirmDialog title={`Suspend ${visibleText(tenant.name)}?`} verb="Suspend" change={suspend} confirm={() => suspend.run(undefined)} close={close} ready={reason.trim() !== ''}>
      <p>Its people are signed out, its keys refused and its connections closed, all at once. What was taken in before is still evaluated; nothing is deleted. You can resume it.</p>
      <TextInput label="Why" description="It stands in their audit log" data-autofocus maxLength={500} value={reason} onChange={({ currentTarget: { value } }) => setReason(value)} />
    </ConfirmDialog>
  );
}
