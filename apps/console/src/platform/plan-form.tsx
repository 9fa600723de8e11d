import { Button, NativeSelect } from '@mantine/core';
import { SetTenantPlanDocument } from '@vedette/api-client';
import type { PlatformTenant } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { planInWords } from '../organisation/plan-words';
import classes from './platform.module.css';
import { usePlatformChange } from './use-platform';

const plans = ['free', 'trial', 'pro', 'enterprise'];

export function PlanForm({ tenant: { id, plan } }: { tenant: PlatformTenant }) {
  const [wanted, setWanted] = useState(plan);
  const set = usePlatformChange(async () => (await api.request(SetTenantPlanDocument, { input: { id, plan: wanted } })).setTenantPlan);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.run(undefined);
  };
  return (
    <form className={classes.line} onSubmit={submit}>
      <NativeSelect label="Plan" data={plans.map((value) => ({ value, label: planInWords(value) }))} value={wanted} onChange={({ currentTarget: { value } }) => setWanted(value)} />
      <Button type="submit" variant="default" loading={set.busy} disabled={wanted === plan}>
        Change plan
      </Button>
      <FormProblem message={set.errors?.[0]?.message} error={set.error} />
    </form>
  );
}
