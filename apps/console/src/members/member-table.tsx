import { Button, NativeSelect } from '@mantine/core';
import { ChangeMemberRoleDocument, RemoveMemberDocument, TransferOwnershipDocument } from '@vedette/api-client';
import type { Membership, Role, Viewer } from '@vedette/api-client';
import { useState } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useMay, useViewer } from '../api/viewer';
import { Moment } from '../layout/moment';
import { ConfirmDialog } from './confirm-dialog';
import { roleOptions } from './grantable';
import classes from './members.module.css';
import { useChange } from './use-memberships';

type Leaving = { readonly member: Membership; readonly how: 'remove' | 'hand-over' };

// The roles are spelled out: see the table of keys.
export function MemberTable({ members, roles }: { members: readonly Membership[]; roles: readonly Role[] }) {
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const viewer = useViewer().data;
  const may = useMay('member:write');
  const isOwner = viewer?.role === 'owner';
  return (
    <div className="card table-scroll">
      <table role="table" className={classes.table}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Member</th>
            <th role="columnheader" scope="col">Role</th>
            <th role="columnheader" scope="col">Teams</th>
            <th role="columnheader" scope="col">Joined</th>
            <th role="columnheader" scope="col">
              <span className="hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {members.map((member) => (
            <tr role="row" key={member.id}>
              <td role="cell">
                <strong>{nameOf(member)}</strong> {member.isYou && <span className="muted">(you)</span>}
              </td>
              <td role="cell">{may && viewer ? <RoleChoice key={member.role.id} viewer={viewer} member={member} roles={roles} /> : member.role.name}</td>
              <td role="cell" data-name="Teams">{member.teams.map(({ name }) => name).join(', ') || <span className="muted">None</span>}</td>
              <td role="cell" data-name="Joined">
                <Moment at={member.joinedAt} />
              </td>
              <td role="cell">
                {may && !member.isYou && (
                  <div className={classes.actions}>
                    {isOwner && member.role.id !== 'owner' && (
                      <Button variant="default" size="xs" aria-label={`Hand the organisation over to ${nameOf(member)}`} onClick={() => setLeaving({ member, how: 'hand-over' })}>
                        Hand over
                      </Button>
                    )}
                    <Button variant="default" size="xs" aria-label={`Remove ${nameOf(member)}`} onClick={() => setLeaving({ member, how: 'remove' })}>
                      Remove
                    </Button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {leaving?.how === 'remove' && <ConfirmRemoval member={leaving.member} close={() => setLeaving(null)} />}
      {leaving?.how === 'hand-over' && <ConfirmHandOver member={leaving.member} close={() => setLeaving(null)} />}
    </div>
  );
}

export function nameOf(member: { readonly email: string | null | undefined; readonly principal?: string }): string {
  return member.email ?? 'A disabled account';
}

/** Chosen first and confirmed after: arrow keys walk through a select's choices one by one. */
function RoleChoice({ viewer, member, roles }: { viewer: Viewer; member: Membership; roles: readonly Role[] }) {
  const [wanted, setWanted] = useState(member.role.id);
  const change = useChange(async (role: string) => (await api.request(ChangeMemberRoleDocument, { input: { id: member.id, role } })).changeMemberRole);
  return (
    <div className={classes.role}>
      <NativeSelect
        size="xs"
        aria-label={`Role of ${nameOf(member)}`}
        data={roleOptions(viewer, roles)}
        value={wanted}
        onChange={({ currentTarget: { value } }) => {
          change.reset();
          setWanted(value);
        }}
      />
      {wanted !== member.role.id && (
        <div className={classes.actions}>
          <Button size="xs" loading={change.busy} onClick={() => change.run(wanted)}>
            Change role
          </Button>
          <Button size="xs" variant="default" onClick={() => setWanted(member.role.id)}>
            Cancel
          </Button>
        </div>
      )}
      <FormProblem message={change.errors?.[0]?.message} error={change.error} />
    </div>
  );
}

function ConfirmRemoval({ member, close }: { member: Membership; close: () => void }) {
  const change = useChange(async () => (await api.request(RemoveMemberDocument, { input: { id: member.id } })).removeMember, close);
  return (
    <ConfirmDialog title={`Remove ${nameOf(member)}?`} verb="Remove member" change={change} confirm={() => change.run(undefined)} close={close}>
      <p>They are signed out at once, and the API keys they made stop working. What they wrote stays. To come back they need a new invitation.</p>
    </ConfirmDialog>
  );
}

function ConfirmHandOver({ member, close }: { member: Membership; close: () => void }) {
  const change = useChange(async () => (await api.request(TransferOwnershipDocument, { input: { id: member.id } })).transferOwnership, close);
  return (
    <ConfirmDialog title={`Hand the organisation over to ${nameOf(member)}?`} verb="Hand over" change={change} confirm={() => change.run(undefined)} close={close}>
      <p>They become an owner, and you an admin. Only they, or another owner, can make you an owner again.</p>
    </ConfirmDialog>
  );
}
