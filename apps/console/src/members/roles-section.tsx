import { Button } from '@mantine/core';
import { RemoveRoleDocument } from '@vedette/api-client';
import type { Role } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { ProblemNotice } from '../layout/problem-notice';
import { ConfirmDialog } from './confirm-dialog';
import classes from './members.module.css';
import { permissionSummary } from './permission-words';
import { RoleForm } from './role-form';
import { useChange, useRoles } from './use-memberships';

export function RolesSection() {
  const [form, setForm] = useState<{ readonly role: Role | null } | null>(null);
  const [removing, setRemoving] = useState<Role | null>(null);
  const may = useMay('role:write');
  const roles = useRoles();
  const every = roles.data?.find(({ id }) => id === 'owner')?.permissions ?? [];
  const own = roles.data?.filter(({ builtIn }) => !builtIn) ?? [];
  return (
    <div className={classes.page}>
      {roles.isPending && <p className="muted">Loading roles …</p>}
      {roles.isError && <ProblemNotice error={roles.error} retry={() => void roles.refetch()} />}
      {roles.data && (
        <section className="stack" aria-labelledby="own-roles">
          <div className={classes.head}>
            <div>
              <h2 id="own-roles">Roles of your own</h2>
              <p className="muted">Nobody can put more into a role than they hold themselves.</p>
            </div>
            {may && !form && (
              <Button size="xs" onClick={() => setForm({ role: null })}>
                New role
              </Button>
            )}
          </div>
          {form && <RoleForm key={form.role?.id ?? ''} role={form.role} every={every} done={() => setForm(null)} />}
          {own.length === 0 && !form && <p className={`card ${classes.none}`}>There is none: the built-in roles suffice so far.</p>}
          {own.length > 0 && (
            <ul className={classes.cards}>
              {own.map((role) => (
                <li key={role.id} className={`card ${classes.card}`}>
                  <div className={classes.head}>
                    <h3>{role.name}</h3>
                    <span className="muted">{role.members === 1 ? '1 member' : `${role.members ?? 0} members`}</span>
                  </div>
                  {role.description && <p>{role.description}</p>}
                  <p className="muted">{permissionSummary(role.permissions)}</p>
                  {may && (
                    <div className={classes.actions}>
                      <Button variant="default" size="xs" aria-label={`Change the role ${role.name}`} onClick={() => setForm({ role })}>
                        Change
                      </Button>
                      <Button variant="default" size="xs" aria-label={`Remove the role ${role.name}`} onClick={() => setRemoving(role)}>
                        Remove
                      </Button>
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {roles.data && (
        <section className="stack" aria-labelledby="built-in">
          <h2 id="built-in">Built-in roles</h2>
          <ul className={classes.cards}>
            {roles.data
              .filter(({ builtIn }) => builtIn)
              .map((role) => (
                <li key={role.id} className={`card ${classes.card}`}>
                  <h3>{role.name}</h3>
                  <p>{role.description}</p>
                  <p className="muted">{permissionSummary(role.permissions)}</p>
                </li>
              ))}
          </ul>
        </section>
      )}
      {removing && <ConfirmRoleRemoval role={removing} close={() => setRemoving(null)} />}
    </div>
  );
}

function ConfirmRoleRemoval({ role, close }: { role: Role; close: () => void }) {
  const change = useChange(async () => (await api.request(RemoveRoleDocument, { input: { id: role.id } })).removeRole, close);
  return (
    <ConfirmDialog title={`Remove the role “${role.name}”?`} verb="Remove role" change={change} confirm={() => change.run(undefined)} close={close}>
      <p>Only a role that nobody has, and nobody is invited with, can be removed.</p>
    </ConfirmDialog>
  );
}
