import { Button, NativeSelect, TextInput } from '@mantine/core';
import { ChangeServiceAccountDocument, CreateServiceAccountDocument } from '@vedette/api-client';
import type { ServiceAccount } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useViewer } from '../api/viewer';
import { roleOptions } from '../members/grantable';
import { nameOf } from '../members/member-table';
import { useMemberships, useRoles } from '../members/use-memberships';
import classes from './keys.module.css';
import { useKeyChange } from './use-keys';

interface AccountFormProps {
  /** Null for a new one. */
  readonly account: ServiceAccount | null;
  readonly done: () => void;
}

const fields = ['name', 'description', 'role', 'ownerId'];

export function AccountForm({ account, done }: AccountFormProps) {
  const viewer = useViewer().data;
  const [members, roles] = [useMemberships().data ?? [], (useRoles().data ?? []).filter(({ id }) => id !== 'owner')];
  const [draft, setDraft] = useState({ name: account?.name ?? '', description: account?.description ?? '', role: account?.role.id ?? 'viewer', ownerId: account?.owner?.id ?? '' });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const you = members.find(({ isYou }) => isYou);
  const save = useKeyChange(async () => {
    const input = { ...draft, ownerId: draft.ownerId || (you?.id ?? null) };
    return account
      ? (await api.request(ChangeServiceAccountDocument, { input: { id: account.id, account: input } })).changeServiceAccount
      : (await api.request(CreateServiceAccountDocument, { input })).createServiceAccount;
  }, done);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.run(undefined);
  };
  return (
    <form className={`card ${classes.form}`} onSubmit={submit} aria-labelledby="account-form">
      <h2 id="account-form">{account ? `Change “${account.name}”` : 'New service account'}</h2>
      <div className={classes.fields}>
        <TextInput label="Name" data-autofocus required withAsterisk={false} maxLength={60} value={draft.name} onChange={({ currentTarget: { value } }) => change({ name: value })} error={fieldError(save.errors, 'name')} />
        <TextInput label="What it is for" maxLength={300} value={draft.description} onChange={({ currentTarget: { value } }) => change({ description: value })} error={fieldError(save.errors, 'description')} />
        <NativeSelect
          label="Role"
          description={roles.find(({ id }) => id === draft.role)?.description ?? 'Bounds all of its keys'}
          data={viewer ? roleOptions(viewer, roles) : []}
          value={draft.role}
          onChange={({ currentTarget: { value } }) => change({ role: value })}
          error={fieldError(save.errors, 'role')}
        />
        <NativeSelect
          label="Who answers for it"
          description="Gets the letter if a key of it leaks"
          data={members.map((member) => ({ value: member.id, label: member.isYou ? `${nameOf(member)} (you)` : nameOf(member) }))}
          value={draft.ownerId || (you?.id ?? '')}
          onChange={({ currentTarget: { value } }) => change({ ownerId: value })}
          error={fieldError(save.errors, 'ownerId')}
        />
      </div>
      {account && <p className="muted">A smaller role counts at once for the keys that it has.</p>}
      <FormProblem message={formError(save.errors, fields)} error={save.error} />
      <div className="row">
        <Button type="submit" loading={save.busy} disabled={draft.name.trim() === ''}>
          {account ? 'Save' : 'Create service account'}
        </Button>
        <Button variant="default" onClick={done}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
