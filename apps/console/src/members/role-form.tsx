import { Button, Checkbox, TextInput } from '@mantine/core';
import { ChangeRoleDocument, CreateRoleDocument } from '@vedette/api-client';
import type { Role } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useViewer } from '../api/viewer';
import classes from './members.module.css';
import { permissionGroups } from './permission-words';
import { useChange } from './use-memberships';

interface RoleFormProps {
  /** Null for a new one. */
  readonly role: Role | null;
  /** Every permission there is. */
  readonly every: readonly string[];
  readonly done: () => void;
}

export function RoleForm({ role, every, done }: RoleFormProps) {
  const [draft, setDraft] = useState({ name: role?.name ?? '', description: role?.description ?? '', permissions: role?.permissions ?? [] });
  const held = useViewer().data?.permissions ?? [];
  const save = useChange(
    async () =>
      role ? (await api.request(ChangeRoleDocument, { input: { id: role.id, role: draft } })).changeRole : (await api.request(CreateRoleDocument, { input: draft })).createRole,
    done,
  );
  const toggle = (permission: string) =>
    setDraft((before) => ({
      ...before,
      permissions: before.permissions.includes(permission) ? before.permissions.filter((each) => each !== permission) : [...before.permissions, permission],
    }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.run(undefined);
  };
  return (
    <form className={`card ${classes.form}`} onSubmit={submit} aria-labelledby="role-form">
      <h3 id="role-form">{role ? `Change “${role.name}”` : 'New role'}</h3>
      <div className={classes.fields}>
        <TextInput label="Name" required withAsterisk={false} maxLength={60} value={draft.name} onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, name: value }))} error={fieldError(save.errors, 'name')} />
        <TextInput label="What it is for" maxLength={300} value={draft.description} onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, description: value }))} error={fieldError(save.errors, 'description')} />
      </div>
      <div className={classes.grid}>
        {permissionGroups(every).map(({ noun, words, permissions }) => (
          <fieldset key={noun} className={classes.noun}>
            <legend>{words}</legend>
            {permissions.map(({ permission, verb }) => (
              <Checkbox
                key={permission}
                label={verb}
                aria-label={`${words}: ${verb}`}
                checked={draft.permissions.includes(permission)}
                disabled={!held.includes(permission)}
                onChange={() => toggle(permission)}
              />
            ))}
          </fieldset>
        ))}
      </div>
      {every.some((permission) => !held.includes(permission)) && <p className="muted">What you do not hold yourself cannot be chosen.</p>}
      <FormProblem message={formError(save.errors, ['name', 'description'])} error={save.error} />
      <div className="row">
        <Button type="submit" loading={save.busy} disabled={draft.permissions.length === 0 || draft.name.trim() === ''}>
          {role ? 'Save role' : 'Create role'}
        </Button>
        <Button variant="default" onClick={done}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
