import { Button, NativeSelect } from '@mantine/core';
import { SetDomainAutoJoinDocument } from '@vedette/api-client';
import type { Domain } from '@vedette/api-client';
import { useState } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import classes from './organisation.module.css';
import { useOrganisationChange } from './use-organisation';

const roles = [
  { value: '', label: 'Nobody: by invitation alone' },
  { value: 'viewer', label: 'Viewer' },
  { value: 'responder', label: 'Responder' },
  { value: 'analyst', label: 'Analyst' },
  { value: 'auditor', label: 'Auditor' },
  { value: 'billing', label: 'Billing' },
];

/** Chosen first and confirmed after: arrow keys walk through a select's choices one by one. */
export function AutoJoinChoice({ domain }: { domain: Domain }) {
  const now = domain.autoJoinRole ?? '';
  const [wanted, setWanted] = useState(now);
  const set = useOrganisationChange(async () => (await api.request(SetDomainAutoJoinDocument, { input: { id: domain.id, role: wanted || null } })).setDomainAutoJoin);
  return (
    <div className={classes.choice}>
      <NativeSelect
        label={`Whoever has an address of ${domain.domain} may join as`}
        description="They are asked; nobody joins by themselves. Whoever was removed comes back by invitation alone."
        data={roles}
        value={wanted}
        onChange={({ currentTarget: { value } }) => {
          set.reset();
          setWanted(value);
        }}
      />
      {wanted !== now && (
        <div className="row">
          <Button size="xs" loading={set.busy} onClick={() => set.run(undefined)}>
            {wanted === '' ? 'Stop it' : 'Let them join'}
          </Button>
          <Button size="xs" variant="default" onClick={() => setWanted(now)}>
            Cancel
          </Button>
        </div>
      )}
      <FormProblem message={set.errors?.[0]?.message} error={set.error} />
    </div>
  );
}
