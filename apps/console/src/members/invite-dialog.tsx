import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { InviteDocument } from '@vedette/api-client';
import type { Role, Viewer } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { roleOptions } from './grantable';
import { useChange } from './use-memberships';

export function InviteDialog({ viewer, roles, close }: { viewer: Viewer; roles: readonly Role[]; close: () => void }) {
  const options = roleOptions(viewer, roles);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState(options.find(({ value, disabled }) => value === 'viewer' && !disabled)?.value ?? options.find(({ disabled }) => !disabled)?.value ?? '');
  const invite = useChange(async () => (await api.request(InviteDocument, { input: { email, role } })).invite, close);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.run(undefined);
  };
  return (
    <Modal opened onClose={close} title="Invite somebody" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="stack" onSubmit={submit}>
        <TextInput label="E-mail" type="email" required withAsterisk={false} data-autofocus autoComplete="off" value={email} onChange={({ currentTarget }) => setEmail(currentTarget.value)} error={fieldError(invite.errors, 'email')} />
        <NativeSelect
          label="Role"
          description={roles.find(({ id }) => id === role)?.description}
          data={options}
          value={role}
          onChange={({ currentTarget }) => setRole(currentTarget.value)}
          error={fieldError(invite.errors, 'role')}
        />
        <FormProblem message={formError(invite.errors, ['email', 'role'])} error={invite.error} />
        <div className="row">
          <Button type="submit" loading={invite.busy} disabled={!role}>
            Send invitation
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
