import { Button, TextInput } from '@mantine/core';
import { AskTenantDeletionDocument } from '@vedette/api-client';
import type { Viewer } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { ConfirmDialog } from '../members/confirm-dialog';
import { KeepButton } from './keep-button';
import classes from './organisation.module.css';
import { useOrganisationChange } from './use-organisation';

/** The way out, and the way back for thirty days. */
export function DangerSection({ viewer: { tenant } }: { viewer: Viewer }) {
  const [asking, setAsking] = useState(false);
  if (tenant.state === 'deleting') {
    return (
      <section className={`card ${classes.card} ${classes.danger}`} aria-labelledby="deletion">
        <h2 id="deletion">{tenant.name} is being deleted</h2>
        {tenant.deletesAt && (
          <p>
            All of it is erased <Moment at={tenant.deletesAt} inline />. Keys and sources have stopped; every owner can keep it until then.
          </p>
        )}
        <KeepButton name={tenant.name} />
      </section>
    );
  }
  return (
    <section className={`card ${classes.card} ${classes.danger}`} aria-labelledby="deletion">
      <h2 id="deletion">Delete {tenant.name}</h2>
      <Consequences />
      <div>
        <Button color="red" onClick={() => setAsking(true)}>
          Delete the organisation
        </Button>
      </div>
      {asking && <DeletionDialog name={tenant.name} close={() => setAsking(false)} />}
    </section>
  );
}

function Consequences() {
  return (
    <ul className={classes.steps}>
      <li>
        <strong>At once:</strong> keys stop, and nothing more is taken in from any source. Members still see everything, under a notice.
      </li>
      <li>
        <strong>For 30 days:</strong> every owner can keep it, and then it is as it was but for the events that were not taken in.
      </li>
      <li>
        <strong>Then:</strong> events, alerts, rules of your own, members, keys and logs are erased for good. Accounts of people stay.
      </li>
    </ul>
  );
}

function DeletionDialog({ name, close }: { name: string; close: () => void }) {
  const [typed, setTyped] = useState('');
  const ask = useOrganisationChange(async () => (await api.request(AskTenantDeletionDocument, { input: { name: typed } })).askTenantDeletion, close);
  return (
    <ConfirmDialog title={`Delete ${name}?`} verb="Delete" change={ask} confirm={() => ask.run(undefined)} close={close} ready={typed.trim() === name}>
      <Consequences />
      <TextInput label={`Type “${name}” to confirm`} autoComplete="off" value={typed} onChange={({ currentTarget: { value } }) => setTyped(value)} />
    </ConfirmDialog>
  );
}
