import { Button } from '@mantine/core';
import { KeepTenantDocument } from '@vedette/api-client';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useOrganisationChange } from './use-organisation';

/** Takes the deletion back. Nothing to confirm: it does no harm. */
export function KeepButton({ name }: { name: string }) {
  const keep = useOrganisationChange(async () => (await api.request(KeepTenantDocument, {})).keepTenant);
  return (
    <div className="row">
      <Button size="xs" variant="default" loading={keep.busy} onClick={() => keep.run(undefined)}>
        Keep {name}
      </Button>
      <FormProblem message={keep.errors?.[0]?.message} error={keep.error} />
    </div>
  );
}
