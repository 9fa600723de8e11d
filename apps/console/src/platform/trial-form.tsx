import { Button, TextInput } from '@mantine/core';
import { SetTenantTrialEndDocument } from '@vedette/api-client';
import type { PlatformTenant } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import classes from './platform.module.css';
import { usePlatformChange } from './use-platform';

/** By the day, in UTC: the trial ends when that day does. */
export function TrialForm({ tenant: { id, trialEndsAt } }: { tenant: PlatformTenant }) {
  const before = trialEndsAt?.slice(0, 10) ?? '';
  const [day, setDay] = useState(before);
  const set = usePlatformChange(async () => (await api.request(SetTenantTrialEndDocument, { input: { id, at: day ? `${day}T23:59:59.000Z` : null } })).setTenantTrialEnd);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.run(undefined);
  };
  return (
    <form className={classes.line} onSubmit={submit}>
      <TextInput label="Trial ends" description="At the end of that day, in UTC; empty: no end" type="date" value={day} onChange={({ currentTarget: { value } }) => setDay(value)} />
      <Button type="submit" variant="default" loading={set.busy} disabled={day === before}>
        Change its end
      </Button>
      <FormProblem message={set.errors?.[0]?.message} error={set.error} />
    </form>
  );
}
